import { ActionsVariable } from "@pulumi/github/actionsVariable";
import * as pulumi from "@pulumi/pulumi";

import { explainingHook } from "./explaining-hook";
import { explainVariableRefusal } from "./policy/github-refusal";
import { variableName } from "./policy/names";

export interface RepositoryVariablesArgs {
  /** The repository's name without its owner: the owner is the provider's. */
  readonly repository: string;
  /** The environment that the values belong to: the prefix of the variables' names. */
  readonly environment: string;
  /** The stack's outputs by name. None is a secret: every collaborator may read variables. */
  readonly outputs: Readonly<Record<string, pulumi.Input<string>>>;
  /** Names of variables that exist already, are not in the stack's state, and are taken over. */
  readonly adoptVariables: readonly string[];
}

/** The GitHub repository variables from which the workflows learn what the stack made. */
export class RepositoryVariables extends pulumi.ComponentResource {
  constructor(name: string, args: RepositoryVariablesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("passwordless:github:RepositoryVariables", name, {}, opts);

    const onError = [explainingHook(`${name}-conflict`, explainVariableRefusal)];
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
