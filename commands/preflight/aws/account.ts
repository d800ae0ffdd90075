import {
  GetOpenIDConnectProviderCommand,
  type IAMClient,
  ListOpenIDConnectProvidersCommand,
} from "@aws-sdk/client-iam";

import { accountIds } from "../../../components/policy/aws-config";
import { asText } from "../../../components/policy/json";
import { oidcProviderArn } from "../../../components/policy/oidc";
import { decideOidcProvider } from "../../../components/policy/oidc-provider";
import type { Context } from "../context";
import { Ended, ok, type Outcome, unknown, warning, wrong } from "../outcome";
import { ask, awsFailure } from "./ask";

export async function identity({ identity: find }: Context): Promise<Outcome> {
  const { arn, account } = await find();
  return ok(`${arn}, region ${account.region}`);
}

const OTHER_CREDENTIALS = "use credentials of the stack's account, or correct the setting";

export async function account({ file, identity }: Context): Promise<Outcome> {
  const { config, given } = await file();
  const { id } = (await identity()).account;
  const [allowed, forbidden] = ["aws:allowedAccountIds", "aws:forbiddenAccountIds"].map((key) => {
    return accountIds(asText(config[key] ?? []));
  });
  if (allowed === undefined || forbidden === undefined) return unknown("not checked: needs Settings");
  if (forbidden.includes(id)) return wrong(`${id} is one of aws:forbiddenAccountIds`, OTHER_CREDENTIALS);
  // The workflows read the stack's own file alone.
  if (allowed.length === 0 || !("aws:allowedAccountIds" in given)) {
    return warning(
      `${id}; the stack's file has no aws:allowedAccountIds: each workflow stops before it gets credentials`,
      `set aws:allowedAccountIds: ["${id}"] in the stack's file`,
    );
  }
  return allowed.includes(id)
    ? ok(`${id}, the one that aws:allowedAccountIds allows`)
    : wrong(`${id} is not one of aws:allowedAccountIds (${allowed.join(", ")})`, OTHER_CREDENTIALS);
}

export async function oidcProvider({ aws, identity, project, settings, stack }: Context): Promise<Outcome> {
  const { oidcProvider: wish } = await settings();
  const arn = oidcProviderArn((await identity()).account);
  const { iam } = await aws();
  const found = await ask((options) =>
    iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }), options),
  ).catch((error: unknown) => {
    if ((error as Error).name.startsWith("NoSuchEntity")) return undefined;
    throw new Ended(awsFailure("AWS IAM", "iam:GetOpenIDConnectProvider", error));
  });
  const enterprise = found === undefined ? await enterpriseProvider(iam, arn) : undefined;
  if (enterprise !== undefined) {
    return wrong(
      `the account has ${enterprise}: the enterprise has an issuer of its own, whose tokens no role here would trust`,
      "not supported; ask the enterprise's administrators for GitHub's common issuer",
    );
  }
  const tags = Object.fromEntries((found?.Tags ?? []).map(({ Key, Value }) => [Key, Value])) as Record<string, string>;
  const plan = decideOidcProvider({
    oidcProvider: wish,
    arn,
    owner: `${project.name}/${stack}`,
    found: found && { audiences: found.ClientIDList ?? [], tags },
  });
  if (plan.action === "use") return ok("existing: the account has it");
  return ok(
    plan.adopt ? "create: the account has this stack's own, which up takes" : "create: the account has none yet",
  );
}

/** The account's provider for the issuer of a single enterprise; none if the credentials may not list them. */
async function enterpriseProvider(iam: IAMClient, arn: string): Promise<string | undefined> {
  const question = new ListOpenIDConnectProvidersCommand({});
  const listed = await ask((options) => iam.send(question, options)).catch(() => undefined);
  return listed?.OpenIDConnectProviderList?.find(({ Arn }) => Arn?.startsWith(`${arn}/`))?.Arn;
}
