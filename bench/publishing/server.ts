import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { listen } from "../../offline/site/listen";

interface Stored {
  readonly body: Buffer;
  readonly md5: string;
  readonly modified: string;
  readonly headers: Record<string, string>;
}

/** One bucket behind one distribution, as far as publishing goes, for any client: credentials are not checked. */
export interface LocalAws {
  /** Where S3 and CloudFront are asked. */
  readonly aws: string;
  /** Where visitors ask. */
  readonly site: string;
  /** Where visitors ask without TLS, and are sent to the site. */
  readonly plain: string;
  /** How many calls S3 and CloudFront got since the last time. */
  takeCalls(): number;
  close(): Promise<void>;
}

type Answer = readonly [status: number, headers: Record<string, string>, body?: string | Buffer];

const KEPT = ["content-type", "cache-control", "content-encoding"];
/** What the probe looks for on each page. */
const SECURITY = {
  "strict-transport-security": "max-age=31536000",
  "x-content-type-options": "nosniff",
  "x-frame-options": "SAMEORIGIN",
  "referrer-policy": "strict-origin-when-cross-origin",
};

/** @param latency Milliseconds before each answer. */
export async function serveAws(latency: number): Promise<LocalAws> {
  const files = new Map<string, Stored>();
  let calls = 0;
  const aws = await serve(latency, (request, body) => {
    calls += 1;
    const { pathname, searchParams } = new URL(request.url ?? "", "http://aws");
    if (pathname.startsWith("/2020-05-31/")) return cloudfront(request.method);
    const key = decodeURIComponent(/^\/[^/]+\/?(.*)$/s.exec(pathname)?.[1] ?? "");
    return s3(files, request, { key, query: searchParams, body });
  });
  const site = await serve(latency, ({ url = "" }) => {
    const path = decodeURIComponent(new URL(url, "http://site").pathname).slice(1);
    const file = files.get(path === "" || path.endsWith("/") ? `${path}index.html` : path);
    if (file !== undefined) return [200, { ...file.headers, ...SECURITY, etag: `"${file.md5}"` }, file.body];
    return /\.\w+$/.test(path) ? [404, SECURITY] : [301, { location: `/${path}/` }];
  });
  const plain = await serve(latency, ({ url = "" }) =>
    url === "/index.html" ? [403, {}] : [301, { location: `${site.origin}${url}` }],
  );
  return {
    aws: aws.origin,
    site: site.origin,
    plain: plain.origin,
    takeCalls: () => {
      const taken = calls;
      calls = 0;
      return taken;
    },
    close: async () => {
      await Promise.all([aws.close(), site.close(), plain.close()]);
    },
  };
}

async function serve(latency: number, answer: (request: IncomingMessage, body: Buffer) => Answer) {
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    await sleep(latency);
    const [status, headers, content] = answer(request, body);
    response.writeHead(status, headers).end(request.method === "HEAD" ? undefined : content);
  };
  const server = await listen((request, response) => {
    handle(request, response).catch(() => request.socket.destroy());
  });
  return { origin: `http://127.0.0.1:${server.port}`, close: () => server.close() };
}

const XML = { "content-type": "application/xml" };

/** An invalidation is completed at once: how long a real one takes does not depend on the caller. */
function cloudfront(method = ""): Answer {
  const invalidation = `<Invalidation xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Id>I1EXAMPLE</Id><Status>Completed</Status><CreateTime>2026-01-01T00:00:00Z</CreateTime></Invalidation>`;
  return [method === "POST" ? 201 : 200, XML, invalidation];
}

interface Call {
  readonly key: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

function s3(files: Map<string, Stored>, { method, headers }: IncomingMessage, { key, query, body }: Call): Answer {
  if (key === "" && method === "POST") {
    for (const [, name = ""] of body.toString().matchAll(/<Key>([^<]+)<\/Key>/g)) files.delete(name);
    return [200, XML, "<DeleteResult/>"];
  }
  if (key === "") return [200, XML, list(files, query)];
  if (method === "DELETE") return (files.delete(key), [204, {}]);
  const known = files.get(key);
  if (method !== "PUT") {
    return known === undefined
      ? [404, XML, "<Error><Code>NoSuchKey</Code></Error>"]
      : [200, { ...known.headers, ...told(known), "content-length": String(known.body.length) }, known.body];
  }
  if (headers["if-none-match"] === "*" && known !== undefined) {
    return [412, XML, "<Error><Code>PreconditionFailed</Code></Error>"];
  }
  const kept = Object.fromEntries(KEPT.flatMap((name) => (headers[name] ? [[name, String(headers[name])]] : [])));
  const md5 = createHash("md5").update(body).digest("hex");
  const stored = { body, md5, modified: new Date().toISOString(), headers: kept };
  files.set(key, stored);
  return [200, told(stored)];
}

function told({ md5, modified }: Stored): Record<string, string> {
  const date = new Date(modified).toUTCString();
  return { etag: `"${md5}"`, "x-amz-version-id": md5, "last-modified": date };
}

/** The keys in their order: those of a benchmark are plain ASCII. */
function list(files: ReadonlyMap<string, Stored>, query: URLSearchParams): string {
  const [prefix, after] = [query.get("prefix") ?? "", query.get("continuation-token") ?? ""];
  const keys = [...files.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
  const page = keys.slice(0, 1000);
  const contents = page.map((key) => {
    const { md5 = "", body, modified = "" } = files.get(key) ?? {};
    return `<Contents><Key>${key}</Key><LastModified>${modified}</LastModified><ETag>&quot;${md5}&quot;</ETag><Size>${body?.length ?? 0}</Size><StorageClass>STANDARD</StorageClass></Contents>`;
  });
  const more = keys.length > page.length;
  const next = more ? `<NextContinuationToken>${page.at(-1) ?? ""}</NextContinuationToken>` : "";
  return `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>bench</Name><Prefix>${prefix}</Prefix><KeyCount>${page.length}</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>${more}</IsTruncated>${next}${contents.join("")}</ListBucketResult>`;
}
