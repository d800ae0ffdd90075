/** Somebody who may approve a deployment: a user by login, or a team by its numeric id. */
export type Reviewer = { readonly user: string } | { readonly team: number };

/** The most reviewers that GitHub allows for an environment; one of them is enough to approve. */
const MOST_REVIEWERS = 6;

/** The form of the config key `reviewers`, in words. */
export const REVIEWERS_FORM = `different logins, or teams as team:<numeric id>, in a list of at most ${MOST_REVIEWERS}`;

/** The reviewers, or undefined if the value is not a list of them. */
export function parseReviewers(value: unknown): readonly Reviewer[] | undefined {
  if (!Array.isArray(value) || value.length > MOST_REVIEWERS) return undefined;
  const reviewers = value.map(parseReviewer).filter((reviewer) => reviewer !== undefined);
  const different = new Set(reviewers.map((reviewer) => JSON.stringify(reviewer).toLowerCase()));
  return different.size === value.length ? reviewers : undefined;
}

function parseReviewer(text: unknown): Reviewer | undefined {
  if (typeof text !== "string") return undefined;
  const [, team] = /^team:([1-9]\d*)$/.exec(text) ?? [];
  if (team !== undefined) return { team: Number(team) };
  return /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(text) ? { user: text } : undefined;
}
