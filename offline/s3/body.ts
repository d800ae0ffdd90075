import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { type Body, KEPT } from "./store";

/**
 * A request's body with its digests.
 *
 * @param keep Bytes up to which the body itself is kept.
 */
export async function readBody(message: IncomingMessage, keep = KEPT): Promise<Body> {
  const [md5, sha256] = [createHash("md5"), createHash("sha256")];
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    md5.update(chunk);
    sha256.update(chunk);
    size += chunk.length;
    if (size <= keep) chunks.push(chunk);
    else chunks.length = 0;
  }
  const bytes = size <= keep ? Buffer.concat(chunks) : undefined;
  return { size, md5: md5.digest("hex"), sha256: sha256.digest("hex"), bytes };
}
