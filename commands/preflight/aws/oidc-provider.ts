import { GetOpenIDConnectProviderCommand, type IAMClient } from "@aws-sdk/client-iam";

import { oidcProviderArn } from "../../../components/policy/oidc";
import { type FoundProvider, decideOidcProvider } from "../../../components/policy/oidc-provider";
import { type Check, Ended, ok } from "../check";
import { awsFailure } from "./failure";
import { ask } from "./options";

export const oidcProviderCheck: Check = {
  name: "OIDC provider",
  async run({ aws, environment, identity, project, settings, stack }) {
    const { oidcProvider } = await settings.needed();
    const arn = oidcProviderArn((await identity.needed()).account);
    const found = await findProvider((await aws.needed()).iam, arn, environment);
    const plan = decideOidcProvider({ oidcProvider, arn, owner: `${project.name}/${stack}`, found });
    if (plan.action === "use") return ok(`existing: the account has it`);
    return ok(
      plan.adopt ? "create: the account has this stack's own, which up takes" : "create: the account has none yet",
    );
  },
};

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
