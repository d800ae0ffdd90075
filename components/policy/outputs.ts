import { variableName } from "./names";

/**
 * What a stack tells the workflows, besides the ARNs of its roles: each is a stack output, and a repository variable
 * `<ENVIRONMENT>_<NAME>`.
 */
export const OUTPUTS = {
  awsRegion: "AWS region of the site",
  branch: "the one branch that may deploy to the environment",
  siteBucket: "bucket that the site is synced to",
  distributionId: "CloudFront distribution to invalidate",
  siteUrl: "address of the site",
  sessionSeconds: "how long the credentials of a publishing session last, in seconds",
  trust: "which job each role trusts, as JSON: the claims that its token must have",
} as const satisfies Readonly<Record<string, string>>;

/** The name of a stack output that is not a role's. */
export type OutputName = keyof typeof OUTPUTS;

/** The stack output that carries the ARN of a role. */
export function roleOutput(role: string): string {
  return `${role}RoleArn`;
}

/** The names of all outputs of a stack with these roles, in the order in which they are shown. */
export function outputNames(roles: readonly string[]): string[] {
  return [...roles.map(roleOutput), ...Object.keys(OUTPUTS)];
}

/** The repository variables that the stack of this environment writes. */
export function variableNames(environment: string, roles: readonly string[]): string[] {
  return outputNames(roles).map((output) => variableName(environment, output));
}
