import { createHash, randomBytes } from "node:crypto";
import { containsUnknown, isObject, parseJson, type Properties, UNKNOWN, type Value } from "./properties";
import type { Failure, ResourceType } from "./resource-type";

/** What the engine asks to check. */
export interface CheckRequest {
  /** The resource's name in the program. */
  readonly name: string;
  readonly olds: Properties;
  readonly news: Properties;
  /** The name that the engine proposes, or `"disabled"` if it forbids making one up. */
  readonly autoname?: string | undefined;
  /** Makes the same random name in the preview and in the up. */
  readonly randomSeed?: Uint8Array;
}

export interface CheckResult {
  readonly inputs: Properties;
  readonly failures: readonly Failure[];
}

/** Completes the inputs of a resource and reports what is wrong with them. */
export function check(type: ResourceType, request: CheckRequest): CheckResult {
  const inputs = { ...documentsAsText(type, request.news), ...autoname(type, request) };
  const failures = [
    ...Object.keys(inputs)
      .filter((property) => !type.inputs.includes(property))
      .map((property) => ({ property, reason: `the stand-in knows no input ${property} of ${type.token}` })),
    ...tooLong(type, inputs),
    ...(type.documents ?? []).flatMap((property) => notJson(property, inputs[property])),
    ...(type.check?.(inputs) ?? []),
  ];
  return { inputs, failures };
}

function documentsAsText(type: ResourceType, inputs: Properties): Properties {
  const texts = (type.documents ?? [])
    .filter((property) => typeof inputs[property] === "object")
    .map((property) => [property, containsUnknown(inputs[property]) ? UNKNOWN : JSON.stringify(inputs[property])]);
  return { ...inputs, ...(Object.fromEntries(texts) as Properties) };
}

/** What the plugin says about a policy, before it calls AWS. */
function notJson(property: string, value: Value | undefined): Failure[] {
  if (value === undefined || value === UNKNOWN || (typeof value === "string" && isObject(parseJson(value)))) return [];
  return [{ property, reason: `"${property}" contains an invalid JSON policy` }];
}

function autoname({ autonamed }: ResourceType, request: CheckRequest): Properties {
  if (autonamed === undefined || request.news[autonamed.property] !== undefined) return {};
  const { property } = autonamed;
  const old = request.olds[property];
  if (old !== undefined) return { [property]: old };
  if (request.autoname === "disabled") return {};
  return { [property]: request.autoname ?? `${request.name.toLowerCase()}-${randomSuffix(request.randomSeed)}` };
}

function randomSuffix(seed: Uint8Array | undefined): string {
  const bytes = seed === undefined || seed.length === 0 ? randomBytes(32) : seed;
  return createHash("sha256").update(bytes).digest("hex").slice(0, 7);
}

function tooLong({ autonamed }: ResourceType, inputs: Properties): Failure[] {
  if (autonamed === undefined) return [];
  const { property, maxLength } = autonamed;
  const name = inputs[property];
  if (name === undefined) return [{ property, reason: `"${property}" is required where automatic naming is disabled` }];
  if (typeof name !== "string" || name === UNKNOWN || name.length <= maxLength) return [];
  return [{ property, reason: `expected length of ${property} to be in the range (1 - ${maxLength}), got ${name}` }];
}
