// The order of promotion: `after` in one file and `before` in another say the same of two environments.
import { DeliveryError } from "./actions.ts";
import type { Committed, Stack, Unusable } from "./stacks.ts";

/** The environments that a stack waits for: that of its own `after`, and each whose `before` names it. */
export function waitsFor({ after, environment }: Stack, { stacks }: Committed): readonly string[] {
  const others = stacks.filter(({ before }) => before === environment);
  return [...new Set([after, ...others.map((one) => one.environment)])].filter((name) => name !== "");
}

/** The file that cannot be used and may be one that the stack waits for. */
export function mayWaitFor({ environment }: Stack, { unusable }: Committed): Unusable | undefined {
  return unusable.find(({ before }) => before === undefined || before === environment);
}

/**
 * The stacks in the order of promotion: each after those that it waits for, otherwise by name.
 *
 * @throws DeliveryError if `after` or `before` names no environment of the repository, or if they form a circle.
 */
export function inOrder(committed: Committed): readonly Stack[] {
  const { stacks, unusable } = committed;
  const environments = stacks.map(({ environment }) => environment);
  for (const one of stacks) {
    for (const key of ["after", "before"] as const) {
      // The environment of a file that cannot be used may be the one that is meant.
      if (one[key] === "" || environments.includes(one[key]) || unusable.length > 0) continue;
      throw new DeliveryError(
        `Pulumi.${one.stack}.yaml: ${key} got ${one[key]}; expected an environment of this repository, one of ${environments.join(", ")}`,
      );
    }
  }
  const ordered: Stack[] = [];
  const isNext = (one: Stack): boolean =>
    waitsFor(one, committed).every(
      (name) => !environments.includes(name) || ordered.some(({ environment }) => environment === name),
    );
  while (ordered.length < stacks.length) {
    const left = stacks.filter((stack) => !ordered.includes(stack));
    const next = left.find(isNext);
    if (next === undefined) {
      const circle = left.map((one) => `${one.environment} after ${waitsFor(one, committed).join(" and ")}`).join(", ");
      throw new DeliveryError(`after and before go in a circle: ${circle}; expected one that comes first`);
    }
    ordered.push(next);
  }
  return ordered;
}
