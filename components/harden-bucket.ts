import type { Bucket } from "@pulumi/aws/s3/bucket";
import { BucketOwnershipControls } from "@pulumi/aws/s3/bucketOwnershipControls";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock";
import { BucketServerSideEncryptionConfiguration } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Makes a component's bucket the account's alone, encrypted, and closed to the public. A function, no component: these
 * are children of the component that has the bucket. One after the other, since S3 answers OperationAborted to parallel
 * changes of one bucket; what it returns is the last.
 */
export function hardenBucket(name: string, bucket: Bucket, parent: pulumi.ComponentResource): pulumi.Resource {
  const ownership = new BucketOwnershipControls(
    name,
    { bucket: bucket.bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
    { parent },
  );
  const encryption = new BucketServerSideEncryptionConfiguration(
    name,
    { bucket: bucket.bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
    { parent, dependsOn: ownership },
  );
  return new BucketPublicAccessBlock(
    name,
    {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    { parent, dependsOn: encryption },
  );
}
