import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "../../offline/s3/answer";
import { LocalAws } from "../../offline/site/aws";
import { listen, type Listening } from "../../offline/site/listen";

/** The bucket, which is anybody's. */
export const BUCKET = "bench";

/** One bucket behind one distribution, as far as publishing goes, for any client: credentials are not checked. */
export interface ServedAws {
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

/** What the probe looks for on each page. */
const SECURITY = {
  "strict-transport-security": "max-age=31536000",
  "x-content-type-options": "nosniff",
  "x-frame-options": "SAMEORIGIN",
  "referrer-policy": "strict-origin-when-cross-origin",
};

/** @param latency Milliseconds before each answer. */
export async function serveAws(latency: number): Promise<ServedAws> {
  const aws = new LocalAws(latency);
  const store = aws.bucket(BUCKET);
  const api = await aws.listen();
  const site = await serve(latency, (url): Answer => {
    const path = decodeURIComponent(new URL(url, "http://site").pathname).slice(1);
    const file = store.find(path === "" || path.endsWith("/") ? `${path}index.html` : path);
    const headers = { ...file?.headers, ...SECURITY };
    if (file?.bytes) return { status: 200, headers: { ...headers, etag: `"${file.md5}"` }, body: file.bytes };
    return /\.\w+$/.test(path) ? { status: 404, headers } : { status: 301, headers: { location: `/${path}/` } };
  });
  const plain = await serve(latency, (url) =>
    url === "/index.html" ? { status: 403 } : { status: 301, headers: { location: `${origin(site)}${url}` } },
  );
  return {
    aws: origin(api),
    site: origin(site),
    plain: origin(plain),
    takeCalls: () => {
      const taken = aws.calls;
      aws.calls = 0;
      return taken;
    },
    close: async () => {
      await Promise.all([api.close(), site.close(), plain.close()]);
    },
  };
}

function origin({ port }: Listening): string {
  return `http://127.0.0.1:${port}`;
}

function serve(latency: number, answer: (url: string) => Answer): Promise<Listening> {
  return listen(async ({ url = "" }) => {
    await sleep(latency);
    return answer(url);
  });
}
