import * as pulumi from "@pulumi/pulumi";

import { adoptionNotice, type HeldResource, variablesToAdopt } from "../policy/adoption";

/** The variables of `adoptVariables` that the stack takes over in this run. */
export async function adoptedNow(asked: readonly string[], state: readonly HeldResource[]): Promise<readonly string[]> {
  const adoption = variablesToAdopt(asked, state);
  const notice = adoptionNotice(adoption);
  if (notice !== undefined) await pulumi.log.warn(notice);
  return adoption.adopt;
}
