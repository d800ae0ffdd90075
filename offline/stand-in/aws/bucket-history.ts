import { isObject, type Properties, UNKNOWN, type Value } from "../properties";
import { when } from "../refusals";
import type { Call, Refused } from "../resource-type";
import { settingOf } from "./bucket-settings";

const versioning = settingOf({
  token: "aws:s3/bucketVersioning:BucketVersioning",
  inputs: ["versioningConfiguration"],
  operation: "PutBucketVersioning",
  title: "Versioning",
  check: ({ versioningConfiguration: given }) => {
    const status = isObject(given) ? given.status : given;
    if (status === UNKNOWN || status === "Enabled" || status === "Suspended") return [];
    return [{ property: "versioningConfiguration", reason: `expected status to be one of ["Enabled" "Suspended"]` }];
  },
});

/** Source of the refusals: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html */
const lifecycle = settingOf({
  token: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  inputs: ["rules", "transitionDefaultMinimumObjectSize"],
  operation: "PutBucketLifecycleConfiguration",
  title: "Lifecycle Configuration",
  derived: { transitionDefaultMinimumObjectSize: () => "all_storage_classes_128K" },
  refusals: [
    when(
      (call) => new Set(rulesOf(call).map(({ id }) => id)).size < rulesOf(call).length,
      [400, "InvalidArgument", "Rule ID must be unique. Found same ID for more than one rule"],
    ),
    when(
      (call) => rulesOf(call).some((rule) => Object.keys(DAYS).every((action) => rule[action] === undefined)),
      [400, "InvalidRequest", "At least one action needs to be specified in a rule"],
    ),
    when(
      (call) => rulesOf(call).some(({ expiration }) => isObject(expiration) && Object.keys(expiration).length > 1),
      [400, "MalformedXML", "The XML you provided was not well-formed"],
    ),
    refusesDays,
  ],
});

/** Where the actions of a rule have their days, and S3's name for these. */
const DAYS: Readonly<Record<string, readonly [property: string, name: string]>> = {
  abortIncompleteMultipartUpload: ["daysAfterInitiation", "DaysAfterInitiation"],
  expiration: ["days", "Days"],
  noncurrentVersionExpiration: ["noncurrentDays", "NoncurrentDays"],
};

function refusesDays(call: Call): Refused | undefined {
  for (const [action, [property, name]] of Object.entries(DAYS)) {
    const wrong = rulesOf(call).some(({ [action]: given }) => isObject(given) && !isCount(given[property]));
    if (wrong) return [400, "InvalidArgument", `'${name}' must be a positive integer`];
  }
  return undefined;
}

function isCount(days: Value | undefined): boolean {
  return days === undefined || (Number.isInteger(days) && Number(days) > 0);
}

function rulesOf({ properties: { rules = [] } }: Call): Properties[] {
  return [rules].flat().filter(isObject);
}

/** Which versions a bucket keeps, and for how long. */
export const bucketHistory = [versioning, lifecycle];
