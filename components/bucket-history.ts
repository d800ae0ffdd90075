import type { Bucket } from "@pulumi/aws/s3/bucket";
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration";
import { BucketVersioning } from "@pulumi/aws/s3/bucketVersioning";
import type * as pulumi from "@pulumi/pulumi";

import { historyRule } from "./policy/bucket-history";

/**
 * Keeps what a component's bucket lost, to replacement or deletion, for so many days. A function, no component: these
 * are children of the component that has the bucket. `after` is the last change of the bucket before, and what it
 * returns the next: S3 answers OperationAborted to parallel changes of one bucket.
 */
export function keepHistory(
  name: string,
  bucket: Bucket,
  restoreDays: number,
  { parent, after }: { readonly parent: pulumi.ComponentResource; readonly after: pulumi.Resource },
): pulumi.Resource {
  const versioning = new BucketVersioning(
    name,
    { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
    { parent, dependsOn: after },
  );
  return new BucketLifecycleConfiguration(
    name,
    { bucket: bucket.bucket, rules: [historyRule(restoreDays)] },
    { parent, dependsOn: versioning },
  );
}
