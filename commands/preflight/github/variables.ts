import { variableNames } from "../../../components/policy/outputs";
import { roleNames } from "../../../components/policy/roles-of-stack";
import { askEngine } from "../../../engine/installed";
import type { Deployment } from "../../../lib/deployment";
import { messageOf } from "../../../lib/user-error";
import type { Context } from "../context";
import { ok, type Outcome, unknown, wrong } from "../outcome";

export async function variables(context: Context): Promise<Outcome> {
  const { github, repository, settings, stack } = context;
  const { adoptVariables, environment, ...roles } = await settings();
  const { facts, path } = await repository();
  const { api } = await github();
  const ours = variableNames(environment, roleNames(roles));
  // GitHub gives at most 30 variables a page, whatever is asked for.
  const listed = await api.all(`${path}/actions/variables`, "variables", 30);
  const existing = new Set(listed.map(({ name }) => String(name).toUpperCase()));

  const taken = ours.filter((name) => existing.has(name) && !adoptVariables.includes(name));
  const missing = adoptVariables.filter((name) => !existing.has(name));
  if (taken.length + missing.length === 0) {
    return ok(
      adoptVariables.length === 0
        ? `none of the ${ours.length} exists yet`
        : `those that exist are in adoptVariables: ${adoptVariables.join(", ")}`,
    );
  }
  const own = await stateOf(context).then(
    (state) => variablesOf(state, facts.name),
    () => undefined,
  );
  if (own === undefined) {
    return unknown(
      `not known whether they are this stack's (its state cannot be read): ${[...taken, ...missing].join(", ")}`,
      taken.length > 0 ? adopt(stack, taken, adoptVariables) : "remove from adoptVariables what GitHub does not have",
    );
  }
  const foreign = taken.filter((name) => !own.has(name));
  if (foreign.length > 0) {
    return wrong(
      `GitHub has some already that are not this stack's: ${foreign.join(", ")}`,
      adopt(stack, foreign, adoptVariables),
    );
  }
  const nowhere = missing.filter((name) => !own.has(name));
  return nowhere.length > 0
    ? wrong(`adoptVariables names what GitHub does not have: ${nowhere.join(", ")}`, "remove it from adoptVariables")
    : ok(`${taken.length} of ${ours.length} exist, and are this stack's`);
}

/** How the stack may take them over. */
function adopt(stack: string, names: readonly string[], adopted: readonly string[]): string {
  const commands = names.map(
    (name, index) => `pulumi config set --stack ${stack} --path 'adoptVariables[${adopted.length + index}]' ${name}`,
  );
  return ["if this stack may take them over, name them in adoptVariables:", ...commands].join("\n");
}

/** The stack's state; an empty one if there is no such stack yet. */
async function stateOf({ project: { folder }, stack }: Context): Promise<Deployment> {
  const text = await askEngine(["stack", "export"], stack, { folder, timeout: 8_000 }).catch((error: unknown) => {
    if (messageOf(error).includes("no stack named")) return '{"deployment":{}}';
    throw error;
  });
  return JSON.parse(text) as Deployment;
}

/** The variables of this repository in a stack's state, in capitals. */
export function variablesOf({ deployment }: Deployment, repository: string): ReadonlySet<string> {
  const variables = (deployment.resources ?? []).filter(
    ({ type, outputs }) =>
      type === "github:index/actionsVariable:ActionsVariable" &&
      String(outputs?.repository).toLowerCase() === repository.toLowerCase(),
  );
  return new Set(variables.map(({ outputs }) => String(outputs?.variableName).toUpperCase()));
}
