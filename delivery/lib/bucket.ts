// The two calls of S3 that scripts make, by the AWS CLI and with the credentials of the job.
import { execFile } from "node:child_process";
import { DeliveryError, excerpt } from "./actions.ts";
import { isRecord, parseJson } from "./json.ts";

/** Milliseconds that one call may take, the CLI's own retries and all pages of its answer included. */
const TIMEOUT = 300_000;
/** Files to delete in one call. S3 would take 1000; their names, at most 1 KB each, are one argument of a command. */
const BATCH = 100;

/** A file in a bucket. */
export interface StoredFile {
  readonly key: string;
  readonly modified: Date;
  /** Of a file that was put in one piece and is encrypted by S3's own key: the MD5 of its content, in hex. */
  readonly etag: string;
}

/**
 * All files of a bucket.
 *
 * @throws DeliveryError if S3 refuses or answers in another form.
 */
export async function listBucket(bucket: string): Promise<StoredFile[]> {
  const answer = parseJson(await aws(["s3api", "list-objects-v2", "--bucket", bucket, "--output", "json"], "{}"));
  const contents: unknown = isRecord(answer) ? (answer.Contents ?? []) : undefined;
  if (!Array.isArray(contents)) throw new DeliveryError("aws s3api list-objects-v2 answered without a list of files");
  return contents.map((file: unknown) => {
    const { Key, LastModified, ETag } = isRecord(file) ? file : {};
    const modified = new Date(String(LastModified));
    if (typeof Key !== "string" || typeof ETag !== "string" || Number.isNaN(modified.getTime())) {
      throw new DeliveryError("aws s3api list-objects-v2 answered with a file without key, time or ETag");
    }
    return { key: Key, modified, etag: ETag.replaceAll('"', "") };
  });
}

/**
 * Deletes files from a bucket.
 *
 * @throws DeliveryError if S3 refuses for any of them.
 */
export async function deleteFiles(bucket: string, keys: readonly string[]): Promise<void> {
  for (let start = 0; start < keys.length; start += BATCH) {
    const wanted = { Objects: keys.slice(start, start + BATCH).map((Key) => ({ Key })), Quiet: true };
    const call = ["s3api", "delete-objects", "--bucket", bucket, "--delete", JSON.stringify(wanted)];
    const answer = parseJson(await aws([...call, "--output", "json"], "{}"));
    // S3 answers 200 for those that it did not delete, too.
    const errors = isRecord(answer) && Array.isArray(answer.Errors) ? (answer.Errors as unknown[]) : [];
    if (errors.length > 0) {
      throw new DeliveryError(`S3 did not delete ${errors.length} files: ${excerpt(JSON.stringify(errors), 600)}`);
    }
  }
}

/** What the AWS CLI prints, or `nothing` where it prints none, as it does for an answer without content. */
function aws(args: readonly string[], nothing: string): Promise<string> {
  const env = { ...process.env, AWS_PAGER: "", AWS_CLI_AUTO_PROMPT: "off" };
  const options = { env, timeout: TIMEOUT, maxBuffer: 512 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    execFile("aws", args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout.trim() === "" ? nothing : stdout);
      else reject(new DeliveryError(failure(args.slice(0, 2).join(" "), error, stderr)));
    });
  });
}

function failure(call: string, error: { code?: unknown; killed?: boolean }, stderr: string): string {
  if (error.code === "ENOENT" || error.code === "EACCES") return "there is no AWS CLI; wanted aws, version 2, on PATH";
  if (error.killed === true) return `aws ${call} did not end within ${TIMEOUT} ms`;
  return `aws ${call} failed with exit code ${String(error.code)}: ${excerpt(stderr.trim(), 600)}`;
}
