import { findResource } from "../cloud";
import { textOf } from "../properties";
import type { Call, Refusal, ResourceType } from "../resource-type";
import { heldBucket } from "./bucket";
import { awsError } from "./error";
import { documentFailures, statementsOf } from "./policy-document";
import { isPublic } from "./public-policy";

type Setting = Pick<ResourceType, "token" | "required" | "optional"> & {
  /** The plugin's name for it. */
  readonly title: string;
  /** The API operation that writes it. */
  readonly operation: string;
};

/** A bucket's setting has the bucket's name as id, and needs the bucket. */
export function settingOf({ token, required, optional, operation, title }: Setting): ResourceType {
  const needsBucket: Refusal = (call) => {
    if (heldBucket(call) !== undefined) return undefined;
    return s3Error(call, title, operation, 404, "NoSuchBucket", "The specified bucket does not exist");
  };
  return {
    token,
    required: ["bucket", ...required],
    optional: ["region", ...optional],
    replaceOn: ["bucket", "region"],
    derived: { region: (_inputs, caller) => caller.region },
    id: (properties) => textOf(properties, "bucket"),
    refuse: { create: needsBucket, update: needsBucket },
  };
}

/** What S3 answers to a setting, as the plugin reports it. */
export function s3Error(
  call: Call,
  title: string,
  operation: string,
  status: number,
  code: string,
  message: string,
): string {
  const doing = `${title === "Policy" ? "putting" : "creating"} S3 Bucket (${call.id}) ${title}`;
  return awsError({ doing, service: "S3", operation, status, code, message });
}

const ownershipControls = settingOf({
  token: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  required: ["rule"],
  optional: [],
  operation: "PutBucketOwnershipControls",
  title: "Ownership Controls",
});

const encryption = settingOf({
  token: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  required: ["rules"],
  optional: [],
  operation: "PutBucketEncryption",
  title: "Server-side Encryption Configuration",
});

const publicAccessBlock = settingOf({
  token: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  required: [],
  optional: ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"],
  operation: "PutPublicAccessBlock",
  title: "Public Access Block",
});

const policySetting = settingOf({
  token: "aws:s3/bucketPolicy:BucketPolicy",
  required: ["policy"],
  optional: [],
  operation: "PutBucketPolicy",
  title: "Policy",
});

const refusesPolicy: Refusal = (call) =>
  policySetting.refuse?.create?.(call) ?? malformedPolicy(call) ?? publicPolicy(call);

const bucketPolicy: ResourceType = {
  ...policySetting,
  documents: ["policy"],
  check: ({ policy }) => documentFailures("policy", policy),
  refuse: { create: refusesPolicy, update: refusesPolicy },
};

export const bucketSettings = [ownershipControls, encryption, publicAccessBlock, bucketPolicy];

/** A bucket policy speaks about its own bucket and the objects in it, nothing else. */
function malformedPolicy(call: Call): string | undefined {
  const statements = statementsOf(textOf(call.properties, "policy"));
  const own = `arn:aws:s3:::${call.id}`;
  const isOwn = (resource: string): boolean => resource === own || resource.startsWith(`${own}/`);
  if (statements?.every(({ resources }) => resources.length > 0 && resources.every(isOwn)) === true) return undefined;
  const message = statements === undefined ? "Missing required field Statement" : "Policy has invalid resource";
  return s3Error(call, "Policy", "PutBucketPolicy", 400, "MalformedPolicy", message);
}

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
function publicPolicy(call: Call): string | undefined {
  const { caller, cloud, id, properties } = call;
  const block = findResource(cloud, publicAccessBlock.token, caller.account, id);
  if (block?.properties.blockPublicPolicy !== true || !isPublic(textOf(properties, "policy"))) return undefined;
  const message = `User: arn:aws:iam::${caller.account}:user/stand-in is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${id}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`;
  return s3Error(call, "Policy", "PutBucketPolicy", 403, "AccessDenied", message);
}
