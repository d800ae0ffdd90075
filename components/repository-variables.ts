import { ActionsVariable } from "@pulumi/github/actionsVariable";
import * as pulumi from "@pulumi/pulumi";

import { variableName } from "./policy/names";

export interface RepositoryVariablesArgs {
  /** The repository's name without its owner: the owner is the provider's. */
  readonly repository: string;
  /** The environment that the values belong to: the prefix of the variables' names. */
  readonly environment: string;
  /** The stack's outputs by name. None is a secret: every collaborator may read variables. */
  readonly outputs: Readonly<Record<string, pulumi.Input<string>>>;
  /** Names of variables that exist already and are taken over; harmless for those that are this stack's already. */
  readonly adoptVariables: readonly string[];
}

/** The GitHub repository variables from which the workflows learn what the stack made. */
export class RepositoryVariables extends pulumi.ComponentResource {
  constructor(name: string, args: RepositoryVariablesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("passwordless:github:RepositoryVariables", name, {}, opts);

    const onError = [new pulumi.ErrorHook(`${name}-conflict`, explainConflict)];
    for (const [output, value] of Object.entries(args.outputs)) {
      const variable = variableName(args.environment, output);
      new ActionsVariable(
        output,
        { repository: args.repository, variableName: variable, value },
        {
          parent: this,
          hooks: { onError },
          import: args.adoptVariables.includes(variable) ? `${args.repository}:${variable}` : undefined,
        },
      );
    }
    this.registerOutputs({});
  }
}

/** GitHub's 409 says only that the variable exists; this says how to go on. */
export function explainConflict({ newInputs, errors: [latest = ""] }: pulumi.ErrorHookArgs): boolean {
  const variable = String(newInputs?.variableName);
  if (latest.includes("409")) {
    throw new Error(
      `GitHub has a repository variable ${variable} already. If this stack may take it over, name it in the config key adoptVariables: pulumi config set --path 'adoptVariables[0]' ${variable}`,
    );
  }
  return false;
}
