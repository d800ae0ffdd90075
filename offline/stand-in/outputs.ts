import { pick, type Properties, UNKNOWN, type Value } from "./properties";
import type { Call, Caller, ResourceType } from "./resource-type";

/** All outputs of a type that follow from the inputs: whatever is tagged or in a region tells so. */
export function derivedOf({ derived, inputs }: ResourceType): NonNullable<ResourceType["derived"]> {
  return {
    ...(inputs.includes("tags") ? { tagsAll: ({ tags }) => tags ?? {} } : {}),
    ...(inputs.includes("region") ? { region: (_inputs, { region }) => region } : {}),
    ...derived,
  };
}

/** What follows from the inputs: the inputs as the cloud keeps them, its defaults, and the derived outputs. */
export function planned(type: ResourceType, inputs: Properties, caller: Caller): Properties {
  const given = { ...type.defaults, ...(type.normalize?.(inputs) ?? inputs) };
  const derived = Object.entries(derivedOf(type)).map(([name, derive]): [string, Value] => [
    name,
    derive(given, caller),
  ]);
  return { ...Object.fromEntries(derived), ...given };
}

/**
 * The outputs of a new resource, or, with what it held before, of an updated one. Without a call, as in a preview, what
 * the cloud would decide is unknown.
 */
export function outputsOf(type: ResourceType, plan: Properties, call?: Call, held?: Properties): Properties {
  const { decided = {}, decidedAgain = [] } = type;
  const anew = Object.entries(held === undefined ? decided : pick(decided, decidedAgain));
  const values = anew.map(([name, decide]) => [name, call === undefined ? UNKNOWN : decide(call)] as const);
  return { ...pick(held ?? {}, Object.keys(decided)), ...Object.fromEntries(values), ...plan };
}
