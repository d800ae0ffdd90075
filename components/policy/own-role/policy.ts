import type { PolicyDocument } from "../document";
import type { Problem } from "../input-error";
import type { OwnDocument } from "./document";

/**
 * AWS's quota for all policies in a role together, in characters; white space does not count.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const INLINE_POLICIES_LIMIT = 10_240;

/** Problems with the size of a role's policies, the user's own and the program's. */
export function sizeProblems(file: string, own: OwnDocument, ground: PolicyDocument): Problem[] {
  const [length, beside] = [own, ground].map((document) => JSON.stringify(document).length) as [number, number];
  const most = INLINE_POLICIES_LIMIT - beside;
  const message = `has ${length} characters without white space; expected at most ${most}: AWS allows ${INLINE_POLICIES_LIMIT}, and ${beside} are the program's`;
  return length > most ? [{ key: file, message }] : [];
}
