import { join } from "node:path";

import { ownRoleSources } from "../../lib/own-role-sources";
import type { Account } from "../policy/oidc";
import { type OwnRoles, readOwnRoles } from "../policy/own-role/roles";
import type { Stack } from "./stack";
import { warn } from "./warn";

/**
 * Reads and checks the committed files of the user's own roles, and warns of wide permissions at each preview.
 *
 * @param folder the project's folder; tests pass another
 * @throws InputError with everything that is refused.
 */
export async function readOwnRoleFiles(
  { project, settings }: Pick<Stack, "project" | "settings">,
  account: Account,
  folder = join(__dirname, "../.."),
): Promise<OwnRoles> {
  const read = await readOwnRoles({ ...settings, project, account }, ownRoleSources(folder));
  await warn(...read.warnings);
  return read;
}
