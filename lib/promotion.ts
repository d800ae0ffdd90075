import { asText } from "../components/policy/json";
import type { Settings } from "../components/policy/settings";
import { fullKey, readProject, readStackFile, stackNames } from "./stack-files";
import { UserError } from "./user-error";

/** A stack's place in the order of promotion, by its settings. */
type Place = Readonly<Record<"repository" | "environment" | "after" | "before", string>>;

/** The place of a stack, from its settings by their keys. */
export function placeOf(stack: string, setting: (key: string) => unknown): Place {
  const text = (key: string): string => asText(setting(key) ?? "");
  const [repository, after, before] = [text("repository").toLowerCase(), text("after"), text("before")];
  return { repository, environment: text("environment") || stack, after, before };
}

/** Whether the first one's environment waits for the other's: its own `after` says so, or the other's `before`. */
export function waitsFor(one: Place, other: Place): boolean {
  if (one.repository !== other.repository) return false;
  return one.after === other.environment || other.before === one.environment;
}

/**
 * The environments that a stack's comes after: that of its own `after`, and each whose file in the folder says `before`
 * of it. A file that cannot be used is skipped: the deployment refuses it.
 */
export function promotedFrom(
  folder: string,
  { repository: { owner, name }, environment, after }: Pick<Settings, "repository" | "environment" | "after">,
): readonly string[] {
  const own = { repository: `${owner}/${name}`.toLowerCase(), environment, after, before: "" };
  const earlier = placesIn(folder).filter((other) => waitsFor(own, other));
  return [...new Set([after, ...earlier.map((other) => other.environment)])].filter((one) => one !== "");
}

/** The places of the stacks whose files in a folder can be used. */
export function placesIn(folder: string): readonly Place[] {
  const project = readProject(folder);
  return stackNames(folder).flatMap((stack) => {
    try {
      const { config } = readStackFile(project, stack);
      return placeOf(stack, (key) => config[fullKey(key, project.name)]);
    } catch (error) {
      if (error instanceof UserError) return [];
      throw error;
    }
  });
}
