import { NAME, OWNER } from "./repository-name";

/**
 * The start of every subject of a repository's tokens. Repositories made, renamed or transferred since July 2026
 * have the ids in it (`repo:acme@1111/site@2222`), others do not (`repo:acme/site`).
 *
 * Source: https://docs.github.com/en/actions/reference/security/oidc
 */
export interface SubjectPrefix {
  /** The prefix as GitHub spells it. Subjects are compared case-sensitively. */
  readonly text: string;
  readonly owner: string;
  readonly name: string;
  /** The numeric ids, if the prefix has them: both or neither. */
  readonly ids?: { readonly owner: string; readonly repository: string };
}

const PREFIX = new RegExp(`^repo:(${OWNER})(?:@([1-9]\\d*))?/(${NAME})(?:@([1-9]\\d*))?$`);

/** The form of a prefix, in words. */
export const PREFIX_FORM = "repo:owner/name or repo:owner@id/name@id, both ids or neither, as GitHub gives it";

/** The parts of a subject prefix, or undefined if the text is not one. */
export function parseSubjectPrefix(text: string): SubjectPrefix | undefined {
  const [, owner, ownerId, name, repositoryId] = PREFIX.exec(text) ?? [];
  if (owner === undefined || name === undefined || (ownerId === undefined) !== (repositoryId === undefined)) {
    return undefined;
  }
  const ids =
    ownerId === undefined || repositoryId === undefined ? {} : { ids: { owner: ownerId, repository: repositoryId } };
  return { text, owner, name, ...ids };
}

/**
 * Whether this is the form with hyphens (`repo:acme-1111/site-2222`) that an early announcement of GitHub showed. No
 * token ever carried it, and `acme-1111` is a name that anyone may register: it must never be trusted.
 */
export function isHyphenForm(prefix: SubjectPrefix, repositoryId: string): boolean {
  return prefix.ids === undefined && /-\d+$/.test(prefix.owner) && prefix.name.endsWith(`-${repositoryId}`);
}
