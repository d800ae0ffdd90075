/** A failed operation on a GitHub resource. */
export interface FailedOperation {
  readonly operation: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The plugin's text. */
  readonly error: string;
}

interface Refusal {
  readonly status: number;
  /** GitHub's own sentence, with method and address. */
  readonly sentence: string;
}

/**
 * GitHub's answer within the plugin's text; undefined if there is none. The status follows the
 * address and a colon: any other number may be part of a name.
 *
 * Source of the form: https://github.com/google/go-github, github/github.go, ErrorResponse.Error
 */
function refusalIn(error: string): Refusal | undefined {
  const [sentence = "", status] = /\b(?:GET|POST|PUT|PATCH|DELETE) \S+: (\d{3})\b[^\n]*/.exec(error) ?? [];
  return status === undefined ? undefined : { status: Number(status), sentence: sentence.trim().replace(/ \[\]$/, "") };
}

/** Explains a refused change of a repository variable, and how to go on; undefined if the plugin's text does. */
export function explainVariableRefusal({ operation, inputs, error }: FailedOperation): string | undefined {
  const refusal = refusalIn(error);
  const variable = String(inputs.variableName);
  if (refusal?.status === 409 && operation === "create") {
    return `GitHub has a repository variable ${variable} already. If this stack may take it over, name it in the config key adoptVariables: pulumi config set --path 'adoptVariables[0]' ${variable}. GitHub: ${refusal.sentence}. (Where GitHub answered 5xx to an earlier try, that one may have made it: then it is this stack's own)`;
  }
  return explainCommon("Variables: read and write", operation, refusal);
}

/** The same for the environment and its branch policy. */
export function explainEnvironmentRefusal({ operation, error }: FailedOperation): string | undefined {
  const refusal = refusalIn(error);
  if (refusal?.status === 422 && /billing plan/i.test(refusal.sentence)) {
    return `GitHub's plan does not allow this protection of the environment (${refusal.sentence}). Set the config key environmentProtection to branch (private repositories on Pro and Team) or none (on Free)`;
  }
  if (refusal?.status === 422) {
    return `GitHub refuses the environment's protection: ${refusal.sentence}. Expected reviewers who can read the repository, and a github.com that knows each rule (an older Enterprise Server does not)`;
  }
  if (refusal?.status === 404 && operation === "create") {
    return `GitHub has no environments here, or hides the repository (${refusal.sentence}). Private repositories on Free have none: set the config key environmentProtection to none; else let GITHUB_TOKEN have Administration: read and write`;
  }
  return explainCommon("Administration: read and write", operation, refusal);
}

function explainCommon(permission: string, operation: string, refusal: Refusal | undefined): string | undefined {
  if (refusal?.status === 403) {
    return `GitHub refuses the change: ${refusal.sentence}. Expected GITHUB_TOKEN with ${permission} on the repository, unless GitHub's own message says something else`;
  }
  if (refusal?.status === 404 && operation !== "create") {
    return `What the state holds is gone in GitHub (${refusal.sentence}). The state has to follow GitHub: run it again with --refresh (pulumi up --refresh, pulumi destroy --refresh)`;
  }
  return undefined;
}
