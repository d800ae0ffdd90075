import {
  GetOpenIDConnectProviderCommand,
  type IAMClient,
  ListOpenIDConnectProvidersCommand,
} from "@aws-sdk/client-iam";

import { accountIds } from "../../../components/policy/aws-config";
import { oidcProviderArn } from "../../../components/policy/oidc";
import { decideOidcProvider, type FoundProvider } from "../../../components/policy/oidc-provider";
import { trustOfRoles } from "../../../components/policy/role-trust";
import { jobsOf } from "../../../components/policy/roles-of-stack";
import { TRUST_POLICY_LIMIT } from "../../../components/policy/trust";
import type { Check } from "../check";
import { NAMES } from "../context";
import { Ended, ok, unknown, warning, wrong } from "../outcome";
import { ask, awsFailure } from "./ask";

export const identityCheck: Check = {
  name: NAMES.identity,
  async run({ identity }) {
    const { arn, account } = await identity.asked();
    return ok(`${arn}, region ${account.region}`);
  },
};

export const accountCheck: Check = {
  name: "AWS account",
  async run({ config, identity }) {
    const { stated, texts } = await config.needed();
    const { id } = (await identity.needed()).account;
    const [allowed, forbidden] = ["aws:allowedAccountIds", "aws:forbiddenAccountIds"].map((key) =>
      accountIds(texts[key] ?? "[]"),
    );
    if (allowed === undefined || forbidden === undefined) return unknown(`not asked: needs ${NAMES.settings}`);
    if (forbidden.includes(id)) return wrong(`${id} is one of aws:forbiddenAccountIds`, OTHER_CREDENTIALS);
    if (allowed.length === 0 || !stated("aws:allowedAccountIds")) {
      return warning(
        `${id}; the stack's file has no aws:allowedAccountIds: each workflow stops before it takes credentials`,
        `set aws:allowedAccountIds: ["${id}"] in the stack's file`,
      );
    }
    return allowed.includes(id)
      ? ok(`${id}, the one that aws:allowedAccountIds allows`)
      : wrong(`${id} is not one of aws:allowedAccountIds (${allowed.join(", ")})`, OTHER_CREDENTIALS);
  },
};

const OTHER_CREDENTIALS = "take credentials of the stack's account, or correct the setting";

export const oidcProviderCheck: Check = {
  name: "OIDC provider",
  async run({ aws, environment, identity, project, settings, stack }) {
    const { oidcProvider } = await settings.needed();
    const arn = oidcProviderArn((await identity.needed()).account);
    const { iam } = await aws.needed();
    const found = await findProvider(iam, arn, environment);
    const [enterprise] = found === undefined ? await enterpriseProviders(iam, arn) : [];
    if (enterprise !== undefined) {
      return wrong(
        `the account has ${enterprise}: the enterprise has an issuer of its own, whose tokens no role here would trust`,
        "not supported; ask the enterprise's administrators for GitHub's common issuer",
      );
    }
    const plan = decideOidcProvider({ oidcProvider, arn, owner: `${project.name}/${stack}`, found });
    if (plan.action === "use") return ok(`existing: the account has it`);
    return ok(
      plan.adopt ? "create: the account has this stack's own, which up takes" : "create: the account has none yet",
    );
  },
};

/** The account's providers for issuers of single enterprises; none if the credentials may not list them. */
async function enterpriseProviders(iam: IAMClient, arn: string): Promise<string[]> {
  const listed = await ask((abortSignal) => iam.send(new ListOpenIDConnectProvidersCommand({}), { abortSignal })).catch(
    () => undefined,
  );
  const arns = (listed?.OpenIDConnectProviderList ?? []).flatMap(({ Arn }) => (Arn === undefined ? [] : [Arn]));
  return arns.filter((each) => each.startsWith(`${arn}/`));
}

async function findProvider(
  iam: IAMClient,
  arn: string,
  environment: NodeJS.ProcessEnv,
): Promise<FoundProvider | undefined> {
  try {
    const { ClientIDList = [], Tags = [] } = await ask((abortSignal) =>
      iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }), { abortSignal }),
    );
    return {
      audiences: ClientIDList,
      tags: Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])) as Record<string, string>,
    };
  } catch (error) {
    if ((error as Error).name.startsWith("NoSuchEntity")) return undefined;
    throw new Ended(awsFailure({ service: "AWS IAM", action: "iam:GetOpenIDConnectProvider", error, environment }));
  }
}

export const trustCheck: Check = {
  name: "Trust policies",
  async run({ identity, now, repository, settings }) {
    const trusted = { ...(await settings.needed()), repository: (await repository.needed()).facts, now };
    const arn = oidcProviderArn((await identity.needed()).account);
    const { roles } = trustOfRoles(arn, jobsOf(trusted), trusted);
    const longest = Math.max(0, ...roles.map(({ trust }) => JSON.stringify(trust).length));
    return ok(
      `${roles.map(({ name }) => name).join(", ") || "no role"}: at most ${longest} of the ${TRUST_POLICY_LIMIT} characters that AWS allows`,
    );
  },
};
