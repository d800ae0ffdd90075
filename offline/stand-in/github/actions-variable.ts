import { textOf, UNKNOWN } from "../properties";
import { when } from "../refusals";
import type { Call, Failure } from "../resource-type";
import { heldIn, inRepository, repositoryOf } from "./held";

const VARIABLE = "github:index/actionsVariable:ActionsVariable";

const isArchived = when(
  (call) => repositoryOf(call)?.archived === true,
  [403, "Repository was archived so is read-only."],
);

/** A variable of a repository, for its workflows. GitHub keeps names in upper case. */
export const actionsVariable = inRepository({
  token: VARIABLE,
  inputs: ["repository", "value", "variableName"],
  replaceOn: ["repository", "variableName"],
  keys: ["variableName"],
  request: (change, { properties }) =>
    change === "create"
      ? ["POST", "actions/variables"]
      : [change === "update" ? "PATCH" : "DELETE", `actions/variables/${textOf(properties, "variableName")}`],
  check: (inputs) => nameFailures(textOf(inputs, "variableName")),
  normalize: (inputs) => {
    const name = textOf(inputs, "variableName");
    return { ...inputs, variableName: name === UNKNOWN ? name : name.toUpperCase() };
  },
  decided: { createdAt: () => now(), updatedAt: () => now() },
  decidedAgain: ["updatedAt"],
  refuse: {
    create: [isArchived, when(exists, [409, "Already exists - Variable already exists"])],
    update: [isArchived],
    delete: [isArchived],
  },
});

function exists(call: Call): boolean {
  return heldIn(call, VARIABLE, ({ variableName }) => variableName === call.properties.variableName).length > 0;
}

/**
 * The plugin's own check, and its texts.
 *
 * Source: https://github.com/integrations/terraform-provider-github, github/util.go, validateSecretNameFunc
 */
function nameFailures(name: string): Failure[] {
  if (name === UNKNOWN) return [];
  const reasons = [
    ...(/^[A-Za-z_]\w*$/.test(name)
      ? []
      : ["secret names can only contain alphanumeric characters or underscores and must not start with a number"]),
    ...(/^GITHUB_/i.test(name) ? ["secret names must not start with the GITHUB_ prefix"] : []),
  ];
  return reasons.map((reason) => ({ property: "variableName", reason }));
}

/** As Go prints a time. */
function now(): string {
  return new Date().toISOString().replace(/^(.*)T(.*)\.\d+Z$/, "$1 $2 +0000 UTC");
}
