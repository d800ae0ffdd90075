import * as pulumi from "@pulumi/pulumi";

import type { HeldResource } from "../policy/adoption";

/**
 * What the stack's state held before this run. Only what the state does not hold yet is adopted: an `import` with an
 * id other than the state's makes the engine delete what the state's id names, which after a rename is the same
 * thing.
 *
 * Source: https://github.com/pulumi/pulumi, pkg/resource/deploy/builtins.go, readStackResourceOutputs
 */
export async function readOwnState(): Promise<readonly HeldResource[]> {
  const stackName = pulumi.getStack();
  const { outputs } = (await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName })) as {
    outputs?: Readonly<Record<string, HeldResource>>;
  };
  return Object.values(outputs ?? {});
}
