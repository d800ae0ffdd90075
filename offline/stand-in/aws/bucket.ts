import { textOf, template, UNKNOWN } from "../properties";
import type { Call, ResourceType } from "../resource-type";
import { awsError } from "./error";

/** An S3 bucket. A test may put objects into it, in the cloud's file. */
export const bucket: ResourceType = {
  token: "aws:s3/bucket:Bucket",
  required: [],
  optional: ["bucket", "forceDestroy", "region", "tags"],
  autonamed: { property: "bucket", maxLength: 63 },
  defaults: { forceDestroy: false },
  replaceOn: ["bucket", "region"],
  check: (inputs) => {
    const name = textOf(inputs, "bucket");
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    if (name === "" || name === UNKNOWN || /^[a-z0-9][a-z0-9.-]+[a-z0-9]$/.test(name)) return [];
    const wanted = "only lowercase letters, digits, dots and hyphens, at least 3, and a letter or digit at both ends";
    return [{ property: "bucket", reason: `"${name}" is no name for a bucket: ${wanted}` }];
  },
  derived: {
    region: (_inputs, caller) => caller.region,
    bucketRegion: ({ region }, caller) => region ?? caller.region,
    arn: ({ bucket }) => template`arn:aws:s3:::${bucket}`,
    bucketDomainName: ({ bucket }) => template`${bucket}.s3.amazonaws.com`,
    bucketRegionalDomainName: ({ bucket, region }, caller) =>
      template`${bucket}.s3.${region ?? caller.region}.amazonaws.com`,
    tagsAll: ({ tags }) => tags ?? {},
  },
  id: (properties) => textOf(properties, "bucket"),
  refuse: {
    create: ({ caller, cloud, id }) => {
      // A bucket's name is taken for all accounts.
      const other = cloud.resources.find((each) => each.type === bucket.token && each.id === id);
      if (other === undefined) return undefined;
      const mine = other.account === caller.account;
      return awsError({
        doing: `creating S3 Bucket (${id})`,
        service: "S3",
        operation: "CreateBucket",
        status: 409,
        code: mine ? "BucketAlreadyOwnedByYou" : "BucketAlreadyExists",
        message: mine
          ? "Your previous request to create the named bucket succeeded and you already own it."
          : "The requested bucket name is not available.",
      });
    },
    delete: (call) => {
      const { objects = [], versions = [] } = heldBucket(call) ?? {};
      // Emptied means without versions and delete markers: otherwise the bucket only looks empty.
      if (objects.length + versions.length === 0 || call.properties.forceDestroy === true) return undefined;
      return awsError({
        doing: `deleting S3 Bucket (${call.id})`,
        service: "S3",
        operation: "DeleteBucket",
        status: 409,
        code: "BucketNotEmpty",
        message: `The bucket you tried to delete is not empty${versions.length > 0 ? ". You must delete all versions in the bucket." : ""}`,
      });
    },
  },
};

/** The bucket that a call is about, or undefined if the account has none of that name. */
export function heldBucket({ caller, cloud, properties }: Pick<Call, "caller" | "cloud" | "properties">) {
  const name = textOf(properties, "bucket");
  return cloud.resources.find(
    ({ type, id, account }) => type === bucket.token && id === name && account === caller.account,
  );
}
