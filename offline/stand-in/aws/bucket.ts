import { textOf, template, UNKNOWN } from "../properties";
import { holds, sameId, when } from "../refusals";
import type { Refusal, ResourceType } from "../resource-type";
import { awsErrors } from "./error";

export const BUCKET = "aws:s3/bucket:Bucket";

/** An S3 bucket. A test may put objects into it, in the cloud's file. */
export const bucket: ResourceType = {
  token: BUCKET,
  inputs: ["bucket", "forceDestroy", "region", "tags"],
  autonamed: { property: "bucket", maxLength: 63 },
  defaults: { forceDestroy: false },
  replaceOn: ["bucket", "region"],
  check: (inputs) => {
    const name = textOf(inputs, "bucket");
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    if (name === "" || name === UNKNOWN || /^[a-z0-9][a-z0-9.-]+[a-z0-9]$/.test(name)) return [];
    const wanted = "only lowercase letters, digits, dots and hyphens, at least 3, and a letter or digit at both ends";
    return [{ property: "bucket", reason: `"${name}" is not a name for a bucket: ${wanted}` }];
  },
  derived: {
    arn: ({ bucket }) => template`arn:aws:s3:::${bucket}`,
    bucketRegionalDomainName: ({ bucket, region }, caller) =>
      template`${bucket}.s3.${region ?? caller.region}.amazonaws.com`,
  },
  id: (properties) => textOf(properties, "bucket"),
  refuse: {
    create: [
      when(holds(BUCKET, sameId), [409, "BucketAlreadyOwnedByYou", "You already own the named bucket."]),
      // A bucket's name is taken for all accounts.
      when(
        ({ cloud, id }) => cloud.resources.some((each) => each.type === BUCKET && each.id === id),
        [409, "BucketAlreadyExists", "The requested bucket name is not available."],
      ),
    ],
    // Emptied means without versions and delete markers: otherwise the bucket only looks empty.
    delete: [unlessEmpty("versions", ". You must delete all versions in the bucket."), unlessEmpty("objects", "")],
  },
  explain: awsErrors("S3", {
    create: ["CreateBucket", "creating S3 Bucket (%id)"],
    delete: ["DeleteBucket", "deleting S3 Bucket (%id)"],
  }),
};

/** Refuses to delete a bucket that still has some of these, if it may not be emptied. */
function unlessEmpty(what: "objects" | "versions", more: string): Refusal {
  return when(
    holds(
      BUCKET,
      (held, call) => sameId(held, call) && (held[what] ?? []).length > 0 && held.properties.forceDestroy !== true,
    ),
    [409, "BucketNotEmpty", `The bucket you tried to delete is not empty${more}`],
  );
}
