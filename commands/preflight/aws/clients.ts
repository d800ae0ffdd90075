import { CloudFrontClient } from "@aws-sdk/client-cloudfront";
import { IAMClient } from "@aws-sdk/client-iam";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

import { shown } from "../../../components/policy/input-error";
import type { Account } from "../../../components/policy/oidc";
import { stateBackend } from "../../../components/policy/state-backend";
import { valueOf } from "../environment";
import { Ended, type Outcome, unknown, wrong } from "../outcome";
import { ask, awsFailure, clientOptions } from "./ask";

type Config = Readonly<Record<string, unknown>>;

/**
 * The clients with the credentials that the stack's own AWS provider takes.
 *
 * @throws Ended if that one uses other credentials than the clients here.
 */
export function awsClients(config: Config) {
  if (config["aws:assumeRoles"] !== undefined) {
    throw new Ended(unknown("not checked: the stack sets aws:assumeRoles, which preflight does not follow"));
  }
  const { "aws:region": region, "aws:profile": profile } = config as Readonly<Record<string, string | undefined>>;
  const options = clientOptions({ region, profile });
  return { sts: new STSClient(options), iam: new IAMClient(options), cloudfront: new CloudFrontClient(options) };
}

/**
 * Who the credentials are, and where.
 *
 * @throws Ended if AWS does not say.
 */
export async function findIdentity(sts: STSClient, config: Config): Promise<{ arn: string; account: Account }> {
  const { Account: id = "", Arn: arn = "" } = await ask((options) =>
    sts.send(new GetCallerIdentityCommand({}), options),
  ).catch((error: unknown) => {
    throw new Ended(missingProfile(error, config) ?? awsFailure("AWS STS", "sts:GetCallerIdentity", error));
  });
  const [, partition = "aws"] = arn.split(":");
  return { arn, account: { id, partition, region: await sts.config.region() } };
}

/** If a profile is asked for and gives no credentials: the SDK's own words do not name it. */
function missingProfile(error: unknown, config: Config): Outcome | undefined {
  const { "aws:profile": stated } = config;
  const profile = stated ?? valueOf("AWS_PROFILE");
  if (profile === undefined || (error as Error).name !== "CredentialsProviderError") return undefined;
  return wrong(
    `${stated === undefined ? "AWS_PROFILE" : "aws:profile"}: got ${shown(profile)}, which gives no AWS credentials`,
    "expected one of: aws configure list-profiles; if it is one, log in: aws sso login --profile <profile>",
  );
}

/** The bucket of the committed backend, which answered. */
export interface StateBucket {
  readonly name: string;
  readonly s3: S3Client;
}

/**
 * @param url The committed backend.
 * @param stackRegion The region that the workflows' jobs are in.
 * @throws Ended if it does not answer.
 */
export async function findStateBucket(url: string, stackRegion: string | undefined): Promise<StateBucket> {
  const { bucket: name, region = stackRegion } = stateBackend(url) ?? {};
  if (name === undefined) throw new Ended(unknown("Pulumi.yaml commits no s3:// backend"));
  const s3 = new S3Client(clientOptions({ region }));
  try {
    await ask((options) => s3.send(new ListObjectsV2Command({ Bucket: name, MaxKeys: 1 }), options));
    return { name, s3 };
  } catch (error) {
    const code = (error as Error).name;
    if (code === "NoSuchBucket") {
      const remedy = "create it first (versioned, not public), or correct the URL";
      throw new Ended(wrong(`s3://${name}: there is no such bucket`, remedy));
    }
    if (["PermanentRedirect", "AuthorizationHeaderMalformed", "301"].includes(code)) {
      throw new Ended(wrong(`s3://${name} is in another region (${code})`, `say which: s3://${name}?region=<region>`));
    }
    throw new Ended(awsFailure(`s3://${name}`, "s3:ListBucket", error));
  }
}
