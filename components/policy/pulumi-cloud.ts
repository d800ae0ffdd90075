import type { RoleName } from "./roles";

/** What a job may do with its stack in Pulumi Cloud, named after its permission sets: Stack Read, Stack Write. */
export type StackAccess = "read" | "write";

/** The roles whose jobs run Pulumi, and what each needs of the state. */
export const STATE_ACCESS = {
  preview: "read",
  drift: "read",
  infrastructure: "write",
} as const satisfies Partial<Record<RoleName, StackAccess>>;

const ADDRESS = /^https:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?\/?$/;

/** Whether `backend.url` is an address of Pulumi Cloud's API, on its own host or a self-hosted one. */
export function isPulumiCloud(url: string): boolean {
  return ADDRESS.test(url);
}

/**
 * Whether a text is the name of an organization.
 *
 * Source: github.com/pulumi/pulumi, pkg/backend/httpstate/backend.go (stackOwnerRegexp)
 */
export function isOrganization(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{1,38}[A-Za-z0-9]$/.test(text);
}

/** A stack in its organization. */
export interface CloudStack {
  readonly organization: string;
  readonly project: string;
  readonly stack: string;
}

/** The team whose token a job gets: one for each stack and access level, so it reaches no other stack. */
export function teamOf({ project, stack }: Omit<CloudStack, "organization">, access: StackAccess): string {
  return `${project}-${stack}-${access}`;
}

/**
 * A rule of the issuer in Pulumi Cloud, as its API takes it: which token is exchanged for one of which team.
 *
 * Source: https://www.pulumi.com/docs/reference/cloud-rest-api/schema/authpolicydefinition/
 */
export interface ExchangeRule {
  readonly decision: "allow";
  readonly tokenType: "team";
  readonly teamName: string;
  readonly authorizedPermissions: readonly never[];
  /** Claim to value. `*` matches any characters, `?` one or none, and `.` exactly one. */
  readonly rules: Readonly<Record<string, string>>;
}

/**
 * The rules for the job of a role: the claims that AWS pins, for Pulumi's audience. There is one for each spelling, since
 * a claim in a rule has one value.
 *
 * @param claims what the role's trust policy pins
 */
export function exchangeRules(
  stack: CloudStack,
  role: keyof typeof STATE_ACCESS,
  claims: Readonly<Record<string, readonly string[]>>,
): ExchangeRule[] {
  const pinned = { ...claims, aud: [`urn:pulumi:org:${stack.organization}`] };
  const rules = Object.entries(pinned).reduce<Readonly<Record<string, string>>[]>(
    (all, [claim, values]) => all.flatMap((rule) => values.map((value) => ({ ...rule, [claim]: value }))),
    [{}],
  );
  const teamName = teamOf(stack, STATE_ACCESS[role]);
  return rules.map((rule) => ({
    decision: "allow",
    tokenType: "team",
    teamName,
    authorizedPermissions: [],
    rules: rule,
  }));
}
