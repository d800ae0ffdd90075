import type { Identity } from "./claims";
import { InputError, shown } from "./input-error";
import { isRecord } from "./json";
import { isHyphenForm, parseSubjectPrefix, PREFIX_FORM, type SubjectPrefix } from "./subject-prefix";

/** A second identity of the same repository, trusted for a while: for a rename, a transfer, or immutable subjects. */
export interface AlsoTrust {
  readonly subjectPrefix: SubjectPrefix;
  /** When AWS stops trusting it, whether or not anyone runs `up`. */
  readonly until: Date;
}

/** How long a second identity may be trusted, in days from today. */
export const LONGEST_DAYS = 90;

const DAY = 24 * 60 * 60 * 1000;

/** The form of the config key `alsoTrust`, in words. */
export const ALSO_TRUST_FORM = `{ subjectPrefix: ${PREFIX_FORM}, until: a date such as 2026-12-31 }`;

/**
 * The value of `alsoTrust`: null if it is empty, undefined if it is malformed. A date means its first
 * moment in UTC.
 */
export function parseAlsoTrust(value: unknown): AlsoTrust | null | undefined {
  if (!isRecord(value)) return undefined;
  const { subjectPrefix, until, ...others } = value;
  if (Object.keys(value).length === 0) return null;
  if (typeof subjectPrefix !== "string" || typeof until !== "string" || Object.keys(others).length > 0)
    return undefined;
  const prefix = parseSubjectPrefix(subjectPrefix);
  const date = parseDate(until);
  return prefix === undefined || date === undefined ? undefined : { subjectPrefix: prefix, until: date };
}

/** A day, also in the form in which the engine passes on an unquoted YAML date. */
const DAY_OF_YAML = /^(\d{4}-\d{2}-\d{2})(?:[T ]00:00:00(?:Z| \+0000 UTC))?$/;

function parseDate(text: string): Date | undefined {
  const [, day] = DAY_OF_YAML.exec(text) ?? [];
  const date = new Date(`${day ?? ""}T00:00:00Z`);
  // Date turns a day that the month does not have into one of the next month.
  return day !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? date : undefined;
}

/** How many days are left; zero or less once AWS no longer trusts the identity. */
export function daysLeft({ until }: AlsoTrust, now: Date): number {
  return Math.ceil((until.getTime() - now.getTime()) / DAY);
}

/**
 * The repository under its other name. The names are those of the prefix, since the tokens of that time use them for
 * the workflow file.
 *
 * @throws InputError if the prefix is another repository's, or the current one.
 */
export function otherIdentity({ subjectPrefix }: AlsoTrust, current: Identity): Identity {
  const { text, owner, name, ids } = subjectPrefix;
  const refuse = (message: string) =>
    new InputError("The second identity cannot be trusted:", [
      { key: "alsoTrust.subjectPrefix", message: `got ${shown(text)}, ${message}` },
    ]);
  if (text === current.subjectPrefix)
    throw refuse("which the roles trust anyway; expected the other one, or no alsoTrust");
  if (isHyphenForm(subjectPrefix, current.repositoryId)) {
    throw refuse(`the form with hyphens, which GitHub never issues and anyone may register; expected ${PREFIX_FORM}`);
  }
  if (ids !== undefined && ids.repository !== current.repositoryId) {
    throw refuse(`which is the repository ${ids.repository}; expected the same repository, ${current.repositoryId}`);
  }
  return {
    subjectPrefix: text,
    owner,
    name,
    repositoryId: current.repositoryId,
    ownerId: ids?.owner ?? current.ownerId,
  };
}
