// The settings that the repository's owner has committed. Tests may hold them to rules, and expect no value of them.
import { settingsOf } from "../../commands/preflight/context";
import type { Settings } from "../../components/policy/settings";
import { projectRoot } from "../../lib/paths";
import { type Project, readProject, readStackFile, type StackFile, stackNames } from "../../lib/stack-files";

/** What Pulumi.yaml says, and the folder that it is in. */
export function committedProject(): Project {
  return readProject(projectRoot);
}

/** Every stack that has a file. */
export function committedStacks(): string[] {
  return stackNames(projectRoot);
}

/** What a stack's file and Pulumi.yaml's defaults say. */
export function committedConfig(stack: string): StackFile["config"] {
  return readStackFile(committedProject(), stack).config;
}

/** @throws InputError with everything that the program would refuse. */
export function committedSettings(stack: string): Settings {
  const { name } = committedProject();
  return settingsOf(name, { stack, config: committedConfig(stack) });
}
