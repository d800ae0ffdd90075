import type { Problem } from "./input-error";

/** The form of a stack's and an environment's name. */
export const NAME_PATTERN = /^[a-z][a-z0-9-]{0,30}$/;
/** The same in words. */
export const NAME_FORM = "at most 31 of a-z, 0-9 and -, the first a letter";

/** The random part that `pulumi:autonaming` in Pulumi.yaml adds to a name, in characters. */
const RANDOM_LENGTH = 7;

type Kind = "bucket" | "function" | "role";

/** The longest name AWS accepts, in characters. */
const LIMITS: Readonly<Record<Kind, number>> = { bucket: 63, function: 64, role: 64 };

/**
 * Faults of a physical name, and what to say of each.
 *
 * Source for buckets: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html. Roles with
 * "github" in their name were reported to fail: aws-actions/configure-aws-credentials#953 and #1093.
 */
const FAULTS: readonly (readonly [kind: Kind, fault: RegExp, says: string])[] = [
  ["role", /github/i, 'contains "github"; roles named so were reported to fail: rename project or stack'],
  ["bucket", /[^a-z0-9-]/, "is not a bucket name; expected only a-z, 0-9 and - in the project's name"],
  [
    "bucket",
    /^(?:-|xn--|sthree-|amzn-s3-demo-)/,
    "starts in a way that S3 does not allow; expected another name for the project",
  ],
];

/**
 * The pattern of a resource's physical name, for a policy written beforehand. Each `?` is exactly one character: a
 * resource of another stack does not match.
 */
export function namePattern(project: string, stack: string, name: string): string {
  return [project, stack, name, "?".repeat(RANDOM_LENGTH)].join("-");
}

/**
 * The names of a stack that AWS would refuse, found before anything is written. The physical name is
 * `<project>-<stack>-<name>-<random>`, so that names carry project and stack and policies can name them.
 *
 * @param roles the logical names of the stack's roles
 */
export function nameProblems(project: string, stack: string, roles: readonly string[]): Problem[] {
  const named: readonly (readonly [Kind, string])[] = [
    ["bucket", "site"],
    ["function", "site"],
    ...roles.map((name) => ["role", name] as const),
  ];
  return named.flatMap(([kind, name]) => {
    const physical = [project, stack, name, "0".repeat(RANDOM_LENGTH)].join("-");
    const { length } = physical;
    const limit = LIMITS[kind];
    const tooLong = `has ${length} characters; expected at most ${limit}: shorten project or stack`;
    const faults = FAULTS.flatMap(([of, fault, says]) => (of === kind && fault.test(physical) ? [says] : []));
    const all = length > limit ? [tooLong, ...faults] : faults;
    return all.map((says) => ({ key: `name of the ${kind} ${name}`, message: `"${physical}" ${says}` }));
  });
}

/**
 * The GitHub repository variable that carries a stack output: `siteBucket` of environment `prod` is
 * `PROD_SITE_BUCKET`. Variables are repo-wide, so each environment has its own prefix.
 */
export function variableName(environment: string, output: string): string {
  const words = output.replace(/[A-Z]/g, (letter) => `_${letter}`);
  return `${environment.replaceAll("-", "_")}_${words}`.toUpperCase();
}
