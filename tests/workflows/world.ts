// Servers that stand for CloudFront and S3 in front of a bucket.
import type { RequestListener } from "node:http";
import type { Routing } from "../../components/policy/routing";
import { edgeFunction, requestOf } from "../support/edge";
import type { Store } from "../../offline/s3/store";
import { withServer } from "../support/server";

/** Headers of a policy that the probe is content with. */
export const SECURITY_HEADERS = {
  "strict-transport-security": "max-age=31536000",
  "x-content-type-options": "nosniff",
  "x-frame-options": "SAMEORIGIN",
  "referrer-policy": "strict-origin-when-cross-origin",
  "x-xss-protection": "1; mode=block",
};

export interface Addresses {
  readonly SITE_URL: string;
  readonly HTTP_URL: string;
  readonly BUCKET_URL: string;
}

/** The distribution, its plain HTTP and the bucket's own address, for the time of `use`. */
export async function withSite<T>(
  store: Pick<Store, "find">,
  use: (addresses: Addresses) => Promise<T>,
  routing: Routing = "folders",
): Promise<T> {
  const edge = edgeFunction({ routing });
  const distribution: RequestListener = ({ url = "/", method }, response) => {
    const answer = edge(requestOf(url));
    if ("statusCode" in answer) {
      const { location } = answer.headers;
      response.writeHead(answer.statusCode, location === undefined ? {} : { location: location.value }).end();
      return;
    }
    const key = answer.uri === "/" ? "index.html" : decodeURIComponent(answer.uri.slice(1));
    const found = store.find(key);
    const { headers, size = 0, md5 = "", bytes } = found ?? store.find("404.html") ?? {};
    const told = { ...SECURITY_HEADERS, ...headers, etag: `"${md5}"`, "content-length": String(size) };
    response.writeHead(found === undefined ? 404 : 200, told).end(method === "HEAD" ? undefined : bytes);
  };
  return withServer(distribution, (SITE_URL) =>
    withServer(
      ({ url = "" }, response) => response.writeHead(301, { location: `${SITE_URL}${url}` }).end(),
      (HTTP_URL) =>
        withServer(
          (_, response) => response.writeHead(403).end("AccessDenied"),
          (BUCKET_URL) => use({ SITE_URL, HTTP_URL, BUCKET_URL }),
        ),
    ),
  );
}
