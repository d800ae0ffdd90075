import { AsyncResource } from "node:async_hooks";

import * as pulumi from "@pulumi/pulumi";

import type { FailedOperation } from "./policy/github-refusal";

/**
 * A hook that says what to do about a failed operation, and tries nothing again. It logs: what a hook throws is lost
 * where an update fails.
 */
export function explainingHook(
  name: string,
  explain: (failed: FailedOperation) => string | undefined,
): pulumi.ErrorHook {
  const callback: pulumi.ErrorHookFunction = async ({ failedOperation, newInputs, errors: [latest = ""] }) => {
    const text = explain({ operation: failedOperation, inputs: newInputs ?? {}, error: latest });
    if (text !== undefined) await pulumi.log.error(text);
    return false;
  };
  // The engine calls from outside: the log is that of the run which made the hook.
  return new pulumi.ErrorHook(name, AsyncResource.bind(callback));
}
