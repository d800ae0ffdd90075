import { environmentDifferences, type EnvironmentRules, type FoundEnvironment } from "./environment-answer";
import { type Problem, shown } from "./input-error";

/** An environment as the settings want it and as GitHub has it. */
export interface ComparedEnvironment {
  readonly environment: string;
  readonly branch: string;
  readonly wanted: EnvironmentRules;
  readonly found: FoundEnvironment;
  /** The rules that the stack's state has of it: up changes only what differs from these. None if it has none. */
  readonly held: EnvironmentRules | undefined;
}

/** The notices about the environment at each preview; none if it is as the settings say. */
export function environmentNotices({ environment, branch, wanted, found, held }: ComparedEnvironment): string[] {
  const differences = (rules: EnvironmentRules) =>
    environmentDifferences({ ...wanted, branches: null }, { ...rules, branches: null });
  const rules = differences(found);
  const isSent = held !== undefined && differences(held).length > 0;
  const others = (found.branches ?? []).filter((name) => name !== branch && held?.branches?.includes(name) !== true);
  const stays = held?.branches?.includes(branch) === true && wanted.branches !== null;
  const open = stays && found.branches === null;
  const missing = stays && found.branches?.includes(branch) === false;
  return [
    ...(rules.length === 0 || isSent ? [] : [held ? changed(environment, rules) : replaced(environment, rules)]),
    ...(others.length === 0 || wanted.branches === null
      ? []
      : [
          `environment: other branches may deploy to ${environment} (${others.join(", ")}), and up does not change that; ` +
            `delete them in the repository's settings, Environments`,
        ]),
    ...(open ? [changed(environment, [`branches: got every branch; expected ${branch}`])] : []),
    ...(missing ? [changed(environment, [`branches: got none named ${branch}; expected it`])] : []),
  ];
}

function changed(environment: string, differences: readonly string[]): string {
  return (
    `environment: ${environment} is not as the settings say (${differences.join("; ")}); ` +
    "unless this preview updates the environment, up will not restore it: set it in the repository's settings, Environments"
  );
}

function replaced(environment: string, differences: readonly string[]): string {
  return `environment: GitHub has ${environment} already, and up replaces its rules (${differences.join("; ")})`;
}

/** GitHub ignores case in an environment's name; AWS does not, in the token's subject. */
export function spellingProblems(environment: string, found: string): Problem[] {
  const message = `got ${shown(environment)}, but GitHub has it as ${shown(found)}, which its tokens carry and no role would trust; expected another environment, or that one deleted in GitHub (with its secrets)`;
  return found === environment ? [] : [{ key: "environment", message }];
}
