import * as pulumi from "@pulumi/pulumi";

import { adoptionNotice, type HeldResource, variablesToAdopt } from "../policy/adoption";

/** Of the variables that the user lets the stack take over, those that it takes over in this run. */
export async function adoptedNow(asked: readonly string[], state: readonly HeldResource[]): Promise<readonly string[]> {
  const adoption = variablesToAdopt(asked, state);
  const notice = adoptionNotice(adoption);
  if (notice !== undefined) await pulumi.log.warn(notice);
  return adoption.adopt;
}
