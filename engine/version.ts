import { homedir } from "node:os";
import { join } from "node:path";

/** The version to install or build if there is no engine yet; go.mod next to this file names the same one. */
export const engineVersion = "3.259.0";

/**
 * Where that version is kept: the folder that Pulumi's npm package and its Automation API share,
 * `$PULUMI_HOME/versions/<version>`, with `~/.pulumi` for an unset PULUMI_HOME.
 */
export function engineFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const home = environment.PULUMI_HOME;
  return join(home === undefined || home === "" ? join(homedir(), ".pulumi") : home, "versions", engineVersion);
}
