import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { aws } from "../../../offline/stand-in/aws/definition";
import { type Cloud, editCloud, readCloud, seedCloud } from "../../../offline/stand-in/cloud";
import { github } from "../../../offline/stand-in/github/definition";
import type { Properties } from "../../../offline/stand-in/properties";
import { Provider } from "../../../offline/stand-in/provider";
import type { ProviderDefinition } from "../../../offline/stand-in/resource-type";
import { seededResources } from "../../../offline/stand-in/seed";
import type { World } from "../../../offline/stand-in/world";

export const account = "111122223333";

export const world: World = {
  aws: { accountId: account, region: "us-east-1", oidcProviders: [] },
  github: {
    repositories: {
      "acme/site": {
        id: 2222,
        owner: { login: "acme", id: 1111, type: "Organization" },
        visibility: "private",
        default_branch: "main",
        branches: { main: { reviewsRequired: true }, "release/1": { reviewsRequired: false } },
        oidc: { use_default: true, use_immutable_subject: false, sub_claim_prefix: "repo:acme@1111/site@2222" },
        variables: { already_there: "before" },
      },
      "acme/old": { movedTo: "acme/site" },
    },
  },
};

const folder = mkdtempSync(join(tmpdir(), "stand-in-"));
let files = 0;

// Not in a hook: where files run in parallel, this module serves several of them.
process.on("exit", () => {
  rmSync(folder, { recursive: true, force: true });
});

export function newCloudFile(): string {
  files += 1;
  return join(folder, `cloud-${files}.json`);
}

/** A cloud of its own for one test, and the providers that talk to it. */
export interface TestCloud {
  readonly file: string;
  readonly aws: Provider;
  readonly github: Provider;
  readonly read: () => Cloud;
  readonly edit: (change: (cloud: Cloud) => void) => void;
  /** Another provider of the same cloud. */
  readonly configured: (definition: ProviderDefinition, settings: Properties) => Provider;
}

export function testCloud(of: World = world): TestCloud {
  const file = newCloudFile();
  seedCloud(file, of, seededResources);
  const configured = (definition: ProviderDefinition, settings: Properties): Provider =>
    new Provider(definition, file, definition.configure(settings, readCloud(file)));
  return {
    file,
    aws: configured(aws, { region: "us-east-1" }),
    github: configured(github, { owner: "acme" }),
    read: () => readCloud(file),
    edit: (change) => {
      editCloud(file, change);
    },
    configured,
  };
}

export const tokens = {
  bucket: "aws:s3/bucket:Bucket",
  bucketPolicy: "aws:s3/bucketPolicy:BucketPolicy",
  publicAccessBlock: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  versioning: "aws:s3/bucketVersioning:BucketVersioning",
  lifecycle: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  originAccessControl: "aws:cloudfront/originAccessControl:OriginAccessControl",
  edgeFunction: "aws:cloudfront/function:Function",
  responseHeadersPolicy: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
  distribution: "aws:cloudfront/distribution:Distribution",
  oidcProvider: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  role: "aws:iam/role:Role",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  variable: "github:index/actionsVariable:ActionsVariable",
} as const;

/** A trust policy for GitHub's tokens with these conditions. */
export function trust(condition: Properties): string {
  const Federated = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
  const statement = { Effect: "Allow", Principal: { Federated }, Action: "sts:AssumeRoleWithWebIdentity" };
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ ...statement, Condition: condition }] });
}

export const goodTrust = trust({
  StringEquals: { "token.actions.githubusercontent.com:sub": "repo:acme/site:environment:dev" },
});
