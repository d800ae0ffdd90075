import type { AwsCall } from "../../tests/workflows/world";

/** What calls of the AWS CLI come to. */
export interface Requests {
  /** PutObject. */
  readonly put: number;
  /** PutObject of hashed assets. */
  readonly putAssets: number;
  /** ListObjectsV2. */
  readonly list: number;
  /** DeleteObject and DeleteObjects. */
  readonly delete: number;
  /** CreateInvalidation and GetInvalidation. */
  readonly cloudfront: number;
  /** Paths that CloudFront was told to forget. One with a wildcard counts, and is paid for, as one. */
  readonly paths: number;
}

/** Keys in one answer of ListObjectsV2. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
const KEYS_PER_LIST = 1000;

/**
 * The requests that the AWS CLI sends for these calls:
 *
 * - `s3 cp` and `s3 sync`: one PutObject per file that they upload, below the CLI's multipart threshold of 8 MB; what is
 *   larger goes in parts, and is not counted right here.
 *   https://docs.aws.amazon.com/cli/latest/topic/s3-config.html#multipart-threshold
 * - `s3 sync`: one ListObjectsV2 per 1,000 keys below its target, at least one, and with `--delete` one DeleteObject per
 *   file that it deletes. `s3 cp` of local files lists nothing.
 *   https://docs.aws.amazon.com/cli/latest/reference/s3/sync.html
 * - `s3api list-objects-v2`: the CLI fetches all pages, one per 1,000 keys, at least one.
 *   https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-pagination.html
 * - `s3api delete-objects`: one DeleteObjects, however many keys.
 * - `cloudfront create-invalidation`: one. `cloudfront wait invalidation-completed`: one if it is done by then, and one
 *   more for each 20 seconds that it is not.
 *   https://docs.aws.amazon.com/cli/latest/reference/cloudfront/wait/invalidation-completed.html
 */
export function requestsOf(calls: readonly AwsCall[]): Requests {
  const uploaded = calls.flatMap((call) => call.uploaded);
  const sum = (count: (call: AwsCall) => number): number => calls.reduce((total, call) => total + count(call), 0);
  return {
    put: uploaded.length,
    putAssets: uploaded.filter((key) => key.startsWith("assets/")).length,
    list: sum(lists),
    delete: sum(({ command, deleted }) => (command === "s3api delete-objects" ? 1 : deleted.length)),
    cloudfront: sum(({ command }) => (command.startsWith("cloudfront ") ? 1 : 0)),
    paths: sum(({ command, paths }) => (command === "cloudfront create-invalidation" ? 1 + paths.length : 0)),
  };
}

function lists({ command, listed }: AwsCall): number {
  if (command !== "s3 sync" && command !== "s3api list-objects-v2") return 0;
  return Math.max(1, Math.ceil(listed / KEYS_PER_LIST));
}
