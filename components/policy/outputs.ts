import { variableName } from "./names";

/** What a stack tells the workflows: each is a stack output, and as a repository variable it is `<ENVIRONMENT>_<NAME>`. */
export const OUTPUTS = {
  awsRegion: "AWS region of the site",
  branch: "the one branch that may deploy to the environment",
  publishRoleArn: "role that the publishing job assumes",
  previewRoleArn: "role that the preview of a pull request assumes",
  driftRoleArn: "role that the search for drift assumes",
  infrastructureRoleArn: "role that the update of the infrastructure assumes",
  siteBucket: "bucket that the site is synced to",
  distributionId: "CloudFront distribution to invalidate",
  siteUrl: "address of the site",
  sessionSeconds: "how long the credentials of a publishing session last, in seconds",
  trust: "which job each role trusts, as JSON: the claims that its token must have",
} as const satisfies Readonly<Record<string, string>>;

/** The name of a stack output. */
export type OutputName = keyof typeof OUTPUTS;

/** The names of all outputs, in the order in which they are shown. */
export const OUTPUT_NAMES = Object.keys(OUTPUTS) as OutputName[];

/** The repository variables that the stack of this environment writes. */
export function variableNames(environment: string): string[] {
  return OUTPUT_NAMES.map((output) => variableName(environment, output));
}
