import { findResource } from "../cloud";
import { textOf } from "../properties";
import { holds, unless, when } from "../refusals";
import type { Call, Refusal, ResourceType } from "../resource-type";
import { BUCKET } from "./bucket";
import { awsErrors } from "./error";
import { statementsOf } from "./policy-document";
import { isPublic } from "./public-policy";

type Setting = Pick<ResourceType, "check" | "derived" | "documents" | "inputs" | "token"> & {
  /** The plugin's name for it. */
  readonly title: string;
  /** The API operation that writes it. */
  readonly operation: string;
  readonly refusals?: readonly Refusal[];
};

/** A bucket's setting has the bucket's name as id, and needs the bucket. */
export function settingOf({ title, operation, refusals = [], ...type }: Setting): ResourceType {
  const needsBucket = unless(
    holds(BUCKET, ({ id }, { properties }) => id === properties.bucket),
    [404, "NoSuchBucket", "The specified bucket does not exist"],
  );
  const refused = [needsBucket, ...refusals];
  return {
    ...type,
    inputs: ["bucket", "region", ...type.inputs],
    replaceOn: ["bucket", "region"],
    id: (properties) => textOf(properties, "bucket"),
    refuse: { create: refused, update: refused },
    explain: awsErrors("S3", {
      put: [operation, `${title === "Policy" ? "putting" : "creating"} S3 Bucket (%id) ${title}`],
    }),
  };
}

const PUBLIC_ACCESS_BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";

export const bucketSettings = [
  settingOf({
    token: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    inputs: ["rule"],
    operation: "PutBucketOwnershipControls",
    title: "Ownership Controls",
  }),
  settingOf({
    token: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    inputs: ["rules"],
    operation: "PutBucketEncryption",
    title: "Server-side Encryption Configuration",
  }),
  settingOf({
    token: PUBLIC_ACCESS_BLOCK,
    inputs: ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"],
    operation: "PutPublicAccessBlock",
    title: "Public Access Block",
  }),
  settingOf({
    token: "aws:s3/bucketPolicy:BucketPolicy",
    inputs: ["policy"],
    documents: ["policy"],
    operation: "PutBucketPolicy",
    title: "Policy",
    refusals: [
      unless(isOfTheBucket, [400, "MalformedPolicy", "Policy has invalid resource"]),
      when(isPublicInVain, [
        403,
        "AccessDenied",
        'User: arn:aws:iam::%account:user/stand-in is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::%id" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.',
      ]),
    ],
  }),
];

/** A bucket policy speaks about its own bucket and the objects in it, nothing else. */
function isOfTheBucket({ id, properties }: Call): boolean {
  const own = `arn:aws:s3:::${id}`;
  const isOwn = (resource: string): boolean => resource === own || resource.startsWith(`${own}/`);
  const statements = statementsOf(textOf(properties, "policy"));
  return statements?.every(({ resources }) => resources.length > 0 && resources.every(isOwn)) === true;
}

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
function isPublicInVain({ caller, cloud, id, properties }: Call): boolean {
  const block = findResource(cloud, PUBLIC_ACCESS_BLOCK, caller.account, id);
  return block?.properties.blockPublicPolicy === true && isPublic(textOf(properties, "policy"));
}
