/** A repository as GitHub's URLs name it. */
export interface RepositoryName {
  readonly owner: string;
  readonly name: string;
}

/** What GitHub allows in the name of a user or organization (`_` in those of managed users) and of a repository. */
export const OWNER = "[A-Za-z0-9][A-Za-z0-9_-]{0,99}";
export const NAME = "[A-Za-z0-9._-]{1,100}";

const REPOSITORY = new RegExp(`^(${OWNER})/(${NAME})$`);

/** The repository that `owner/name` names, or undefined if the text is malformed. */
export function parseRepository(text: string): RepositoryName | undefined {
  const [, owner, name] = REPOSITORY.exec(text) ?? [];
  return owner === undefined || name === undefined || [".", ".."].includes(name) ? undefined : { owner, name };
}
