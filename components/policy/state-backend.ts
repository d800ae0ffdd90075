import { type Problem, unless, wrong } from "./input-error";
import { isPulumiCloud } from "./pulumi-cloud";
import type { Settings } from "./settings";

/** Where `backend.url` of the committed Pulumi.yaml keeps the stacks' state in S3. */
export interface StateBackend {
  readonly bucket: string;
  /** The bucket's region; undefined means the stack's. */
  readonly region: string | undefined;
}

const ADDRESS = /^s3:\/\/(?<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/?(?:\?(?<query>.*))?$/;

/**
 * The bucket of an address, or undefined if it is not a whole bucket of AWS's own.
 *
 * Source of the parameters: https://gocloud.dev/howto/blob/#s3. All others (endpoint, profile, disableSSL, ...) send
 * the state somewhere else, or as somebody else, than this program's roles and checks know.
 */
export function stateBackend(url: string): StateBackend | undefined {
  const { bucket, query } = ADDRESS.exec(url)?.groups ?? {};
  if (bucket === undefined) return undefined;
  const parameters = [...new URLSearchParams(query)];
  const known = parameters.every(
    ([key, value]) =>
      (key === "region" && /^[a-z]{2}(-[a-z]+)+-\d$/.test(value)) || (key === "awssdk" && value === "v2"),
  );
  const regions = parameters.flatMap(([key, value]) => (key === "region" ? [value] : []));
  return known && regions.length < 2 ? { bucket, region: regions[0] } : undefined;
}

/** Problems with a backend, given the settings. Only S3 and Pulumi Cloud are judged. */
export function backendProblems(
  url: string,
  { stateBucket, pulumiOrganization }: Pick<Settings, "stateBucket" | "pulumiOrganization">,
): Problem[] {
  const wrongUrl = (want: string) => [wrong("backend.url", url === "" ? undefined : withoutUser(url), want)];
  const bucketFits = (fits: boolean, want: string) =>
    unless(stateBucket === "" || fits, "stateBucket", stateBucket, want);
  if (/^https?:/.test(url) ? !isPulumiCloud(url) : pulumiOrganization !== "")
    return wrongUrl("the https address of Pulumi Cloud's API, without a path, for example https://api.pulumi.com");
  if (isPulumiCloud(url)) return bucketFits(false, "none: the state is in Pulumi Cloud");
  if (!url.startsWith("s3:")) return [];
  const backend = stateBackend(url);
  return backend === undefined
    ? wrongUrl("s3://<bucket> or s3://<bucket>?region=<region>, without a path: the roles may read and write there")
    : bucketFits(stateBucket === backend.bucket, `${backend.bucket}, the bucket of backend.url`);
}

/** An address as it may be shown. */
export function withoutUser(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//");
}
