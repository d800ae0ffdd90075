// What S3 lists of a bucket.
import { type Answer, escaped, xml } from "./answer";
import type { Store, StoredVersion } from "./store";

/** As S3 encodes a key for a list: as in a form, except for `/` and `*`. */
function listed(key: string, query: URLSearchParams): string {
  if (query.get("encoding-type") !== "url") return escaped(key);
  return new URLSearchParams({ "": key }).toString().slice(1).replaceAll("%2F", "/");
}

/** ListObjectsV2. */
export function fileList(store: Store, bucket: string, query: URLSearchParams): Answer {
  const prefix = query.get("prefix") ?? "";
  const most = Math.min(1000, Number(query.get("max-keys") ?? 1000));
  const encoding = query.get("encoding-type") === "url" ? "<EncodingType>url</EncodingType>" : "";
  const after = Buffer.from(query.get("continuation-token") ?? "", "base64").toString();
  const found: string[] = [];
  let last = "";
  let truncated = false;
  // A key stays when its file is deleted.
  for (const key of store.keys().slice(store.keys().indexOf(after) + 1)) {
    const file = key.startsWith(prefix) ? store.find(key) : undefined;
    if (file === undefined) continue;
    if (found.length === most) {
      truncated = true;
      break;
    }
    last = key;
    found.push(
      `<Contents><Key>${listed(key, query)}</Key>${described(file)}<StorageClass>STANDARD</StorageClass></Contents>`,
    );
  }
  const next = truncated
    ? `<NextContinuationToken>${Buffer.from(last).toString("base64")}</NextContinuationToken>`
    : "";
  const head = `<Name>${bucket}</Name><Prefix>${listed(prefix, query)}</Prefix><KeyCount>${found.length}</KeyCount><MaxKeys>${most}</MaxKeys>`;
  return xml("ListBucketResult", `${head}${encoding}<IsTruncated>${truncated}</IsTruncated>${next}${found.join("")}`);
}

function described({ modified, md5, size }: StoredVersion): string {
  return `<LastModified>${modified.toISOString()}</LastModified><ETag>&quot;${md5}&quot;</ETag><Size>${size}</Size>`;
}
