import { derivedOf } from "./outputs";
import { isAbsent, parseJson, type Properties, sameValue, type Value } from "./properties";
import type { ResourceType } from "./resource-type";

export interface PropertyChange {
  readonly property: string;
  readonly kind: "ADD" | "DELETE" | "UPDATE";
  readonly replace: boolean;
}

/** What an up would have to change: the inputs against what the state says the cloud holds. */
export function diff(
  type: ResourceType,
  state: Properties,
  inputs: Properties,
  sameThing = (): boolean => false,
): PropertyChange[] {
  const wanted = { ...type.defaults, ...(type.normalize?.(inputs) ?? inputs) };
  const held = { ...type.defaults, ...state };
  return type.inputs
    .filter((property) => !(inputs[property] === undefined && isComputed(type, property)))
    .filter((property) => !same(type, property, held[property], wanted[property]))
    .map((property) => ({
      property,
      kind: isAbsent(held[property]) ? "ADD" : isAbsent(wanted[property]) ? "DELETE" : "UPDATE",
      replace: type.replaceOn.includes(property) && !sameThing(),
    }));
}

/**
 * The inputs that a program would have to give for what the cloud holds. All that the cloud would hold by itself are
 * left out, unless the program gives them.
 */
export function inputsFor(type: ResourceType, held: Properties, given: Properties): Properties {
  const names = type.inputs.filter((property) => {
    const value = held[property];
    if (value === undefined) return false;
    if (property in given) return true;
    return !isComputed(type, property) && !sameValue(value, type.defaults?.[property]);
  });
  // Inputs keep their own spelling: the cloud's would show as a change that is not one.
  const normalized = type.normalize?.(given) ?? given;
  const entries = names.map((property): [string, Value] => [
    property,
    given[property] !== undefined && same(type, property, held[property], normalized[property])
      ? given[property]
      : (held[property] ?? null),
  ]);
  return Object.fromEntries(entries);
}

function isComputed(type: ResourceType, property: string): boolean {
  return property in derivedOf(type) || property in (type.decided ?? {});
}

function same(type: ResourceType, property: string, one: Value | undefined, other: Value | undefined): boolean {
  if (sameValue(one, other)) return true;
  if (type.documents?.includes(property) !== true || typeof one !== "string" || typeof other !== "string") return false;
  const document = parseJson(one);
  return document !== undefined && sameValue(document, parseJson(other));
}
