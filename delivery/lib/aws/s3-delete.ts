import { DeliveryError, excerpt } from "../actions.ts";
import { bytesContent } from "./content.ts";
import { checkKey } from "./keys.ts";
import { type Bucket, callBucket } from "./s3.ts";
import { childrenOf, parseXml, textOf } from "./xml.ts";

/** S3's limit per call. */
const BATCH = 1000;
/** How often a file is tried that S3 could not delete just now. */
const ATTEMPTS = 3;
const PASSING = ["InternalError", "SlowDown", "ServiceUnavailable"];

/** A file that S3 did not delete. */
export interface NotDeleted {
  readonly key: string;
  /** For example `AccessDenied`. */
  readonly code: string;
  readonly message: string;
}

/**
 * Deletes files, a thousand per call. With versioning they stay as versions. One that is not there counts as
 * deleted.
 *
 * @returns those that S3 refused to delete: it answers 200 for them, too.
 * @throws AwsError if S3 refuses a whole call; DeliveryError before the first one if a key is invalid.
 */
export async function deleteFiles(bucket: Bucket, keys: readonly string[]): Promise<NotDeleted[]> {
  keys.forEach(checkKey);
  const refused: NotDeleted[] = [];
  for (let start = 0; start < keys.length; start += BATCH) {
    let rest = keys.slice(start, start + BATCH);
    for (let attempt = 1; rest.length > 0; attempt++) {
      const errors = await deleteBatch(bucket, rest);
      const again = errors.filter(({ code }) => attempt < ATTEMPTS && PASSING.includes(code));
      refused.push(...errors.filter((error) => !again.includes(error)));
      rest = again.map(({ key }) => key);
    }
  }
  return refused;
}

async function deleteBatch(bucket: Bucket, keys: readonly string[]): Promise<NotDeleted[]> {
  const objects = keys.map((key) => `<Object><Key>${escaped(key)}</Key></Object>`).join("");
  const xmlns = "http://s3.amazonaws.com/doc/2006-03-01/";
  const body = bytesContent(`<Delete xmlns="${xmlns}"><Quiet>true</Quiet>${objects}</Delete>`);
  const headers = {
    "content-type": "application/xml",
    "content-md5": Buffer.from(body.md5, "hex").toString("base64"),
  };
  const answer = await callBucket(bucket, { method: "POST", query: { delete: "" }, headers, body });
  const result = parseXml(answer.body.toString());
  if (result.name !== "DeleteResult") {
    throw new DeliveryError(`S3 answered a deletion with ${excerpt(result.name, 40)}; expected DeleteResult`);
  }
  return childrenOf(result, "Error").map((error) => ({
    key: textOf(error, "Key") ?? "",
    code: textOf(error, "Code") ?? "",
    message: textOf(error, "Message") ?? "",
  }));
}

function escaped(key: string): string {
  return key.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
