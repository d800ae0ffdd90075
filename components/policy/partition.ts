import { type Problem, unless } from "./input-error";
import type { Account } from "./oidc";

/**
 * Prefixes of regions outside the partition `aws`: China, GovCloud, and those that are closed to others.
 *
 * Source: regionRegex in https://github.com/aws/aws-sdk-js-v3, packages-internal/util-endpoints, partitions.json
 */
const ELSEWHERE = /^(?:cn|us-gov|us-iso[a-z]*|eu-isoe|eusc)-/;

const WANT = "the partition aws; no other, such as GovCloud's or China's, has the CloudFront that serves the site";

/** Problems with the place of the credentials: only the partition `aws` is supported. */
export function partitionProblems({ partition, region }: Pick<Account, "partition" | "region">): Problem[] {
  return [
    ...unless(!ELSEWHERE.test(region), "aws:region", region, `a region of ${WANT}`),
    ...(partition === "aws"
      ? []
      : [{ key: "AWS credentials", message: `got some of the partition ${partition}; expected some of ${WANT}` }]),
  ];
}
