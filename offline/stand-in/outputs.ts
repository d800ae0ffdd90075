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

/** A new resource's outputs. Without a call, as in a preview, what the cloud would decide is unknown. */
export function outputsOfNew(type: ResourceType, plan: Properties, call?: Call): Properties {
  return { ...decide(type.decided ?? {}, call), ...plan };
}

/** The outputs of a resource after an update. Without a call, as in a preview, what would be decided is unknown. */
export function outputsOfUpdated(type: ResourceType, held: Properties, plan: Properties, call?: Call): Properties {
  const { decided = {}, decidedAgain = [] } = type;
  return { ...pick(held, Object.keys(decided)), ...decide(pick(decided, decidedAgain), call), ...plan };
}

function decide(decided: NonNullable<ResourceType["decided"]>, call: Call | undefined): Properties {
  const entries = Object.entries(decided);
  return Object.fromEntries(entries.map(([name, value]) => [name, call === undefined ? UNKNOWN : value(call)]));
}
