import { type Problem, shown } from "../input-error";
import { isGuarded, isReading, type KnownActions, managesPermissions } from "./actions";
import { allowedValues, labelOf, type OwnDocument, type OwnStatement } from "./document";
import type { OwnRole } from "./setting";
import { wideness } from "./wideness";

/** One of the user's own policies, with what is needed to judge it. */
export interface Judged {
  readonly role: Pick<OwnRole, "policy" | "trigger">;
  /** With the placeholders filled in. */
  readonly document: OwnDocument;
  /** The number of the stack's account. */
  readonly account: string;
  readonly known: KnownActions;
}

/** What is refused in a policy and why, also shown on the page about own roles. */
export const REFUSALS = {
  pattern: "`*` or `?` in an action; expected the actions written out, so a reviewer of the file sees them all",
  unknown: "an action that AWS's own data does not know",
  permissions: "an action that AWS classes as permissions management, in any service",
  guarded:
    "a write of IAM, STS, Organizations, IAM Identity Center, Roles Anywhere or RAM, or of who may do what in an EKS cluster",
  passRole:
    "`iam:PassRole` but for one exact role of the account, with `StringEquals` of `iam:PassedToService` on one service",
  reading: "anything but reading with the trigger `default branch`, which no environment protects",
  resource: "a resource that is neither `*` nor an ARN",
} as const;

/** Every action and resource that the user's own roles do not get. In a Deny statement, little can be wrong. */
export function refusals({ role, document, account, known }: Judged): Problem[] {
  return document.Statement.flatMap((statement, index) => {
    const key = `${role.policy}: ${labelOf(statement, index)}`;
    const ofActions = statement.Action.flatMap((action) => {
      const why = refusal(action, statement, { trigger: role.trigger, account, known });
      return why === undefined ? [] : [{ key, message: `got ${shown(action)}, ${plain(REFUSALS[why])}` }];
    });
    const ofResources = statement.Resource.filter((resource) => !/^\*$|^arn:(?:[^:]*:){4}./.test(resource));
    return [
      ...ofActions,
      ...ofResources.map((got) => ({ key, message: `got ${shown(got)}, ${plain(REFUSALS.resource)}` })),
    ];
  });
}

function refusal(
  action: string,
  statement: OwnStatement,
  { trigger, account, known }: Pick<Judged, "account" | "known"> & Pick<OwnRole, "trigger">,
): keyof typeof REFUSALS | undefined {
  const isPattern = /[*?]/.test(action);
  const found = known.get(action.toLowerCase());
  if (statement.Effect === "Deny") return found === undefined && !isPattern ? "unknown" : undefined;
  if (isPattern) return "pattern";
  if (found === undefined) return "unknown";
  if (managesPermissions(found)) return "permissions";
  if (trigger === "default branch" && !isReading(found)) return "reading";
  if (found.name === "iam:PassRole") return isPassedRoleExact(statement, account) ? undefined : "passRole";
  return isGuarded(found) ? "guarded" : undefined;
}

const ROLE = /^arn:aws:iam::(\d{12}):role\/[\w+=,.@/-]+$/;

/** Whether a statement passes one exact role of the account to one service, and nothing more. */
function isPassedRoleExact(statement: OwnStatement, account: string): boolean {
  const [resource = "", ...others] = statement.Resource;
  const services = allowedValues(statement, "iam:passedtoservice").flat();
  return others.length === 0 && ROLE.exec(resource)?.[1] === account && services.length === 1;
}

/** Wide permissions that are allowed: shown at each preview, and by `npm run trust`. */
export function warnings({ role, document, known }: Judged): string[] {
  return document.Statement.flatMap((statement, index) => {
    const actions = statement.Action.flatMap((action) => known.get(action.toLowerCase()) ?? []);
    return wideness(statement, actions).map((wide) => `${role.policy}: ${labelOf(statement, index)}: ${wide}`);
  });
}

/** A page's sentence as plain text, for a message. */
function plain(sentence: string): string {
  return sentence.replaceAll("`", "");
}
