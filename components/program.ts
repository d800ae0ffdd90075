import * as pulumi from "@pulumi/pulumi";

import { InputError } from "./policy/input-error";

/** A program's entry. Input that cannot be used ends it with the message alone, without a stack trace. */
export function program<Outputs>(body: () => Promise<Outputs>): () => Promise<Outputs> {
  return async () => {
    try {
      return await body();
    } catch (error) {
      throw error instanceof InputError ? new pulumi.RunError(error.message) : error;
    }
  };
}
