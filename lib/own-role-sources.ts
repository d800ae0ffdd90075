import type { Sources } from "../components/policy/own-role/roles";
import { readCommittedFile } from "./committed-file";
import { readIamActions } from "./iam-actions";

/** The sources for the user's own roles: the files of a folder, and AWS's data about its actions. */
export function ownRoleSources(folder: string): Sources {
  return {
    file: (path) => readCommittedFile(folder, path),
    yaml: async (text) => {
      const { parseDocument } = await import("yaml");
      const document = parseDocument(text);
      const [error] = document.errors;
      if (error !== undefined) throw new Error(error.message.split(":\n", 1).join(""));
      return document.toJS() as unknown;
    },
    actions: readIamActions,
  };
}
