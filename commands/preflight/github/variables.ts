import { variableNames } from "../../../components/policy/outputs";
import { roleNames } from "../../../components/policy/roles-of-stack";
import type { Check } from "../check";
import { ok, type Outcome, unknown, wrong } from "../outcome";

export const variablesCheck: Check = {
  name: "Variables",
  async run({ github, ownVariables, repository, settings, stack }) {
    const { adoptVariables, environment, ...roles } = await settings.needed();
    const { path } = await repository.needed();
    const { api } = await github.needed();
    const ours = variableNames(environment, roleNames(roles));
    // GitHub gives at most 30 variables a page, whatever is asked for.
    const listed = await api.all(`${path}/actions/variables`, "variables", 30);
    const existing = new Set(listed.map(({ name }) => String(name).toUpperCase()));

    const taken = ours.filter((name) => existing.has(name) && !adoptVariables.includes(name));
    const missing = adoptVariables.filter((name) => !existing.has(name));
    if (taken.length + missing.length === 0) return well(ours, adoptVariables);
    const own = await ownVariables.asked().catch(() => undefined);
    if (own === undefined) {
      return unknown(
        `not known whether they are this stack's (its state cannot be read): ${[...taken, ...missing].join(", ")}`,
        taken.length > 0 ? adopt(stack, taken, adoptVariables) : "take out of adoptVariables what GitHub does not have",
      );
    }
    const foreign = taken.filter((name) => !own.has(name));
    const nowhere = missing.filter((name) => !own.has(name));
    if (foreign.length > 0) {
      return wrong(
        `GitHub has some already that are not this stack's: ${foreign.join(", ")}`,
        adopt(stack, foreign, adoptVariables),
      );
    }
    return nowhere.length > 0
      ? wrong(`adoptVariables names what GitHub does not have: ${nowhere.join(", ")}`, "take it out of adoptVariables")
      : ok(`${taken.length} of ${ours.length} exist, and are this stack's`);
  },
};

function well(ours: readonly string[], adopted: readonly string[]): Outcome {
  return ok(
    adopted.length === 0
      ? `none of the ${ours.length} exists yet`
      : `those that exist are in adoptVariables: ${adopted.join(", ")}`,
  );
}

/** How the stack may take them over. */
function adopt(stack: string, names: readonly string[], adopted: readonly string[]): string {
  const commands = names.map(
    (name, index) => `pulumi config set --stack ${stack} --path 'adoptVariables[${adopted.length + index}]' ${name}`,
  );
  return ["if this stack may take them over, name them in adoptVariables:", ...commands].join("\n");
}
