import type { Settings } from "../components/policy/settings";
import { asText, fullKey, readProject, readStackFile, stackNames } from "./stack-files";
import { UserError } from "./user-error";

/**
 * The environments that a stack's comes after: that of its own `after`, and each whose file in the folder says `before`
 * of it. A file that cannot be used is skipped: the deployment refuses it.
 */
export function promotedFrom(
  folder: string,
  { repository, environment, after }: Pick<Settings, "repository" | "environment" | "after">,
): readonly string[] {
  const project = readProject(folder);
  const own = `${repository.owner}/${repository.name}`.toLowerCase();
  const others = stackNames(folder).flatMap((stack) => {
    try {
      const { config } = readStackFile(project, stack);
      const text = (key: string) => asText(config[fullKey(key, project.name)] ?? "");
      const waits = text("before") === environment && text("repository").toLowerCase() === own;
      return waits ? [text("environment") || stack] : [];
    } catch (error) {
      if (error instanceof UserError) return [];
      throw error;
    }
  });
  return [...new Set([after, ...others])].filter((name) => name !== "");
}
