import { isDeepStrictEqual } from "node:util";

type Properties = Readonly<Record<string, unknown>>;

/** A resource in one of its two states, as far as a preview tells. */
export interface ResourceState {
  readonly inputs?: Properties;
  readonly protect?: boolean;
}

/** What a preview says of one step. */
export interface StepDetail {
  readonly oldState?: ResourceState;
  readonly newState?: ResourceState;
  /** Property paths, for example `origins[0].domainName`. */
  readonly detailedDiff?: Properties | null;
  /** Properties of the first level. */
  readonly diffReasons?: readonly string[];
}

/**
 * Which properties a step changes, down to the second level. The inputs before and after tell, and so does the
 * provider, which also sees secrets; what the provider alone says is believed. What the provider
 * computes is not an input, and changes nothing.
 */
export function changedProperties({ oldState, newState, detailedDiff, diffReasons = [] }: StepDetail): string[] {
  const [before, after] = [oldState?.inputs ?? {}, newState?.inputs ?? {}];
  const inputs = differing(before, after).flatMap((key) => {
    const [old, now] = [before[key], after[key]];
    return isObject(old) && isObject(now) ? differing(old, now).map((inner) => `${key}.${inner}`) : [key];
  });
  const told = Object.keys(detailedDiff ?? {}).map(secondLevel);
  // A property is told in more detail by the others, where they see it.
  const reasons = diffReasons.filter((name) => ![...inputs, ...told].some((path) => path.split(".")[0] === name));
  const isInput = (path: string): boolean => [before, after].some((state) => (path.split(".")[0] ?? path) in state);
  return [...new Set([...inputs, ...[...told, ...reasons].filter(isInput)])].sort();
}

function differing(before: Properties, after: Properties): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !isDeepStrictEqual(before[key], after[key]));
}

/** `a.b[0].c` as `a.b`, `a[0].b` as `a`, and `["a.b"].c` as it is: no property of the first level reads so. */
function secondLevel(path: string): string {
  return /^\w+(?:\.\w+)?/.exec(path)?.[0] ?? path;
}

function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
