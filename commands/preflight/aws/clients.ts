import { CloudFrontClient } from "@aws-sdk/client-cloudfront";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { IAMClient } from "@aws-sdk/client-iam";

import type { Account } from "../../../components/policy/oidc";
import { InputError } from "../../../components/policy/input-error";
import { partitionProblems } from "../../../components/policy/partition";
import { Ended, unknown } from "../outcome";
import type { StackConfig } from "../project";
import { ask, awsFailure, clientOptions } from "./ask";

/** The clients with the credentials that the stack's own AWS provider takes. */
export interface AwsClients {
  readonly sts: STSClient;
  readonly iam: IAMClient;
  readonly cloudfront: CloudFrontClient;
}

/** @throws Ended if the stack's AWS provider uses other credentials than the clients here. */
export function awsClients(config: StackConfig, environment: NodeJS.ProcessEnv): AwsClients {
  if (config.of("aws:assumeRoles") !== undefined) {
    throw new Ended(unknown("not asked: the stack sets aws:assumeRoles, which preflight does not follow"));
  }
  const text = (key: string) => (config.of(key) === undefined ? undefined : String(config.of(key)));
  const options = clientOptions({ region: text("aws:region"), profile: text("aws:profile") }, environment);
  return { sts: new STSClient(options), iam: new IAMClient(options), cloudfront: new CloudFrontClient(options) };
}

/** Who the credentials are, and where. */
export interface CallerIdentity {
  readonly arn: string;
  readonly account: Account;
}

/** @throws Ended if AWS does not say; InputError if it is another partition than `aws`. */
export async function findIdentity({ sts }: AwsClients, environment: NodeJS.ProcessEnv): Promise<CallerIdentity> {
  refuseElsewhere({ partition: "aws", region: await sts.config.region().catch(() => "") });
  const identity = await askIdentity(sts, environment);
  refuseElsewhere(identity.account);
  return identity;
}

/** @throws InputError if the site could not be served there: no service there would know the credentials. */
function refuseElsewhere(place: Pick<Account, "partition" | "region">): void {
  const problems = partitionProblems(place);
  if (problems.length > 0) throw new InputError("The AWS account does not fit the setting:", problems);
}

async function askIdentity(sts: STSClient, environment: NodeJS.ProcessEnv): Promise<CallerIdentity> {
  try {
    const { Account: id = "", Arn: arn = "" } = await ask((abortSignal) =>
      sts.send(new GetCallerIdentityCommand({}), { abortSignal }),
    );
    const [, partition = "aws"] = arn.split(":");
    return { arn, account: { id, partition, region: await sts.config.region() } };
  } catch (error) {
    throw new Ended(awsFailure({ service: "AWS STS", action: "sts:GetCallerIdentity", error, environment }));
  }
}
