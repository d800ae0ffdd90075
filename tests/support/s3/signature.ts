// Signature Version 4 as the AWS SDK computes it, held against what a request has.
import { createHash, createHmac, type Hash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { SignatureV4 } from "@smithy/signature-v4";

/** Whose requests are taken. */
export const CREDENTIALS = {
  accessKeyId: "EXAMPLEACCESSKEYID",
  secretAccessKey: "example/secret+access=key",
  sessionToken: "example/session+token==",
};
/** Where the double is. CloudFront's requests are signed for us-east-1 all the same. */
export const REGION = "eu-central-1";

/** May be unsigned: the connection's own. */
const UNSIGNED = ["authorization", "connection", "expect", "content-length", "user-agent", "transfer-encoding"];

/** SHA-256 as the SDK wants it. */
export class Sha256 {
  readonly #hash: Pick<Hash, "digest"> & { update(data: string | Uint8Array): unknown };
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    const key = typeof secret === "string" || secret === undefined ? secret : bytesOf(secret);
    this.#hash = key === undefined ? createHash("sha256") : createHmac("sha256", key);
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(typeof data === "string" ? data : bytesOf(data));
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

/** A request as it came in, its body's digest already known. */
export interface Signed {
  readonly message: IncomingMessage;
  readonly service: "s3" | "cloudfront";
  /** Of the body that came, in hex. */
  readonly sha256: string;
}

/** Why AWS would refuse a request's signature: its code and a message. Undefined if it is good. */
export async function faultOfSignature({ message, service, sha256 }: Signed): Promise<[string, string] | undefined> {
  const { headers, method = "", url = "" } = message;
  const form =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request,SignedHeaders=([a-z0-9;-]+),Signature=[\da-f]{64}$/;
  const [, id, day, region, named, names = ""] = form.exec(headers.authorization ?? "") ?? [];
  const time = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(headers["x-amz-date"]));
  if (id === undefined || time === null) return ["AccessDenied", "no signature, or one of another form"];
  if (id !== CREDENTIALS.accessKeyId) return ["InvalidAccessKeyId", id];
  const date = new Date(`${time.slice(1, 4).join("-")}T${time.slice(4).join(":")}Z`);
  if (Math.abs(Date.now() - date.getTime()) > 15 * 60_000 || !time[0].startsWith(day ?? "")) {
    return ["RequestTimeTooSkewed", time[0]];
  }
  if (headers["x-amz-security-token"] !== CREDENTIALS.sessionToken) return ["InvalidToken", "another session's token"];
  const wanted = service === "s3" ? REGION : "us-east-1";
  if (region !== wanted || named !== service)
    return ["AuthorizationHeaderMalformed", `${region ?? ""}, ${named ?? ""}`];
  if (service === "s3" && headers["x-amz-content-sha256"] !== sha256) return ["XAmzContentSHA256Mismatch", sha256];
  const signable = names.split(";");
  const left = Object.keys(headers).filter((name) => !signable.includes(name) && !UNSIGNED.includes(name));
  if (left.length > 0) return ["AccessDenied", `not signed: ${left.join(", ")}`];

  const { pathname, searchParams } = new URL(url, "http://double");
  // URL resolves dots, the request line does not.
  if (pathname !== url.split("?")[0]) return ["InvalidURI", url];
  const signer = new SignatureV4({
    credentials: CREDENTIALS,
    region: wanted,
    service,
    sha256: Sha256,
    uriEscapePath: service !== "s3",
    applyChecksum: false,
  });
  const expected = await signer.sign(
    {
      method,
      protocol: "http:",
      hostname: "double",
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: {
        ...Object.fromEntries(signable.map((name) => [name, String(headers[name])])),
        // The digest was checked above; this need not hold a body of hundreds of megabytes.
        "x-amz-content-sha256": sha256,
      },
    },
    {
      signingDate: date,
      signableHeaders: new Set(signable),
      ...(service === "s3" ? {} : { unsignableHeaders: new Set(["x-amz-content-sha256"]) }),
    },
  );
  const same = expected.headers.authorization?.replaceAll(", ", ",") === headers.authorization;
  return same ? undefined : ["SignatureDoesNotMatch", "the SDK signs it otherwise"];
}
