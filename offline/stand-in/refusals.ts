import { resourcesOf, type StoredResource } from "./cloud";
import type { Call, Refusal, Refused } from "./resource-type";

type Condition = (call: Call) => boolean;

/** Refuses a call of which this is true. */
export function when(isTrue: Condition, refused: Refused): Refusal {
  return (call) => (isTrue(call) ? refused : undefined);
}

/** Refuses a call of which this is not true. */
export function unless(isTrue: Condition, refused: Refused): Refusal {
  return (call) => (isTrue(call) ? undefined : refused);
}

/** Whether the caller's account holds one of that type that fits. */
export function holds(token: string, fits: (held: StoredResource, call: Call) => boolean): Condition {
  return (call) => resourcesOf(call.cloud, token, call.caller.account).some((held) => fits(held, call));
}

export function sameId(held: StoredResource, call: Call): boolean {
  return held.id === call.id;
}

export function sameName({ properties }: StoredResource, call: Call): boolean {
  return properties.name === call.properties.name;
}
