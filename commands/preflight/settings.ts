import { InputError } from "../../components/policy/input-error";
import { nameProblems } from "../../components/policy/names";
import { readSettings, type Settings } from "../../components/policy/settings";
import { type Check, ok } from "./check";
import { NAMES } from "./names";
import type { StackConfig } from "./project";

/** @throws InputError with everything that the program would refuse. */
export function settingsOf(asked: { project: string; stack: string; config: StackConfig; now: Date }): Settings {
  const { project, stack, config, now } = asked;
  const settings = readSettings({ stack, config: config.own, now });
  const problems = nameProblems(project, stack);
  if (problems.length > 0) throw new InputError("AWS would refuse the names of this stack:", problems);
  return settings;
}

export const settingsCheck: Check = {
  name: NAMES.settings,
  async run({ settings, stack }) {
    const { repository, branch, environment } = await settings.asked();
    return ok(
      `Pulumi.${stack}.yaml: ${repository.owner}/${repository.name}, branch ${branch}, environment ${environment}`,
    );
  },
};
