import type { Problem } from "./input-error";

/** The form of a stack's and an environment's name. */
export const NAME_PATTERN = /^[a-z][a-z0-9-]{0,30}$/;

/** The random part that `pulumi:autonaming` in Pulumi.yaml adds to a name, in characters. */
const RANDOM_LENGTH = 7;

/** The longest name AWS accepts, in characters. */
const LIMITS = { bucket: 63, function: 64, role: 64 } as const;

/**
 * Prefixes that a bucket's name must not have.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
const RESERVED = /^(?:-|xn--|sthree-|amzn-s3-demo-)/;

/** The resources of a stack whose physical names have a limit, by their logical names. */
function named(roles: readonly string[]): readonly { readonly kind: keyof typeof LIMITS; readonly name: string }[] {
  return [
    { kind: "bucket", name: "site" },
    { kind: "function", name: "site" },
    ...roles.map((name) => ({ kind: "role", name }) as const),
  ];
}

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
  return named(roles).flatMap(({ kind, name }) => {
    const physical = [project, stack, name, "0".repeat(RANDOM_LENGTH)].join("-");
    const key = `name of the ${kind} ${name}`;
    const limit = LIMITS[kind];
    const tooLong =
      physical.length > limit
        ? [
            {
              key,
              message: `"${physical}" has ${physical.length} characters; expected at most ${limit}: shorten project or stack`,
            },
          ]
        : [];
    // Roles with "github" in their name were reported to fail: aws-actions/configure-aws-credentials#953 and #1093.
    const github =
      kind === "role" && /github/i.test(physical)
        ? [
            {
              key,
              message: `"${physical}" contains "github"; roles named so were reported to fail: rename project or stack`,
            },
          ]
        : [];
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    const bucket =
      kind === "bucket" && !/^[a-z0-9-]+$/.test(physical)
        ? [{ key, message: `"${physical}" is no bucket name; expected only a-z, 0-9 and - in the project's name` }]
        : [];
    const reserved =
      kind === "bucket" && RESERVED.test(physical)
        ? [
            {
              key,
              message: `"${physical}" starts as S3 lets no bucket's name start; expected another name of the project`,
            },
          ]
        : [];
    return [...tooLong, ...github, ...bucket, ...reserved];
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
