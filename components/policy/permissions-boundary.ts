import { type Problem, unless } from "./input-error";
import type { Account } from "./oidc";

const BOUNDARY = /^arn:aws:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/;

/** The form of the config key `permissionsBoundary`, in words. */
export const BOUNDARY_FORM = "the ARN of a managed policy, for example arn:aws:iam::111122223333:policy/boundary";

/** Whether this is the ARN of a managed policy. */
export function isBoundaryArn(text: string): boolean {
  return BOUNDARY.test(text);
}

/** A boundary is a policy of the roles' own account, or one of AWS's own. */
export function boundaryProblems(boundary: string, { id }: Account): Problem[] {
  const [, owner = ""] = BOUNDARY.exec(boundary) ?? [];
  const fits = boundary === "" || owner === "aws" || owner === id;
  return unless(fits, "permissionsBoundary", boundary, `a policy of the account ${id}, or one of AWS's own`);
}
