import { readFileSync } from "node:fs";
import { join } from "node:path";

import { InputError } from "../policy/input-error";
import type { Settings } from "../policy/settings";
import { backendProblems } from "../policy/state-backend";

/**
 * Makes sure that the roles fit the backend which the workflows use: the committed Pulumi.yaml's, whatever this shell
 * says.
 *
 * @param file the project's file; another one only in tests
 * @throws InputError where they do not.
 */
export async function checkStateBackend(
  settings: Pick<Settings, "stateBucket" | "pulumiOrganization">,
  file = join(__dirname, "../../Pulumi.yaml"),
): Promise<void> {
  const text = readFileSync(file, "utf8");
  if (settings.pulumiOrganization === "" && !/^["']?backend\b/m.test(text)) return;
  // Loaded where it is needed only: it takes as long as half of the program's other start.
  const { parse } = await import("yaml");
  const { backend } = parse(text) as { backend?: { url?: string } | null };
  const problems = backendProblems(backend?.url ?? "", settings);
  if (problems.length > 0) throw new InputError("The roles could not work with the state:", problems);
}
