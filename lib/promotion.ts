import type { Settings } from "../components/policy/settings";
import { asText, fullKey, readProject, readStackFile, stackNames } from "./stack-files";
import { UserError } from "./user-error";

/** A stack and its settings, by their keys. */
export interface Placed {
  readonly stack: string;
  setting(key: string): unknown;
}

/** Whether the first one's environment waits for the other's: its own `after` says so, or the other's `before`. */
export function waitsFor(one: Placed, other: Placed): boolean {
  const [own, others] = [one, other].map((each) => textOf(each, "repository").toLowerCase());
  if (own !== others) return false;
  return textOf(one, "after") === environmentOf(other) || textOf(other, "before") === environmentOf(one);
}

/**
 * The environments that a stack's comes after: that of its own `after`, and each whose file in the folder says `before`
 * of it. A file that cannot be used is skipped: the deployment refuses it.
 */
export function promotedFrom(
  folder: string,
  { repository, environment, after }: Pick<Settings, "repository" | "environment" | "after">,
): readonly string[] {
  const settings: Readonly<Record<string, string>> = { repository: `${repository.owner}/${repository.name}`, after };
  const own = { stack: environment, setting: (key: string) => settings[key] };
  const others = placedIn(folder).filter((other) => waitsFor(own, other));
  return [...new Set([after, ...others.map(environmentOf)])].filter((name) => name !== "");
}

function placedIn(folder: string): readonly Placed[] {
  const project = readProject(folder);
  return stackNames(folder).flatMap((stack) => {
    try {
      const { config } = readStackFile(project, stack);
      return [{ stack, setting: (key: string) => config[fullKey(key, project.name)] }];
    } catch (error) {
      if (error instanceof UserError) return [];
      throw error;
    }
  });
}

function environmentOf(placed: Placed): string {
  return textOf(placed, "environment") || placed.stack;
}

function textOf(placed: Placed, key: string): string {
  return asText(placed.setting(key) ?? "");
}
