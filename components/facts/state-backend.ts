import { readFileSync } from "node:fs";
import { join } from "node:path";

import { refuseAny } from "../policy/input-error";
import type { Settings } from "../policy/settings";
import { backendProblems } from "../policy/state-backend";

/**
 * Makes sure that the roles fit the backend that the workflows use: the committed Pulumi.yaml's, whatever this shell
 * says.
 *
 * @param file the project's file; tests pass another
 * @throws InputError if they do not.
 */
export async function checkStateBackend(
  settings: Pick<Settings, "stateBucket" | "pulumiOrganization">,
  file = join(__dirname, "../../Pulumi.yaml"),
): Promise<void> {
  const text = readFileSync(file, "utf8");
  if (settings.pulumiOrganization === "" && !/^["']?backend\b/m.test(text)) return;
  // Loaded only when needed: that takes half as long as the rest of the program's start.
  const { parse } = await import("yaml");
  const { backend } = parse(text) as { backend?: { url?: string } | null };
  refuseAny("The roles could not work with the state:", backendProblems(backend?.url ?? "", settings));
}
