import { isObject, type Properties, UNKNOWN, type Value } from "../properties";
import type { Call, Refusal, ResourceType } from "../resource-type";
import { s3Error, settingOf } from "./bucket-settings";

const versioning: ResourceType = {
  ...settingOf({
    token: "aws:s3/bucketVersioning:BucketVersioning",
    required: ["versioningConfiguration"],
    optional: [],
    operation: "PutBucketVersioning",
    title: "Versioning",
  }),
  check: ({ versioningConfiguration: given }) => {
    const status = isObject(given) ? given.status : given;
    if (status === UNKNOWN || status === "Enabled" || status === "Suspended") return [];
    return [{ property: "versioningConfiguration", reason: `expected status to be one of ["Enabled" "Suspended"]` }];
  },
};

const lifecycleSetting = settingOf({
  token: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  required: ["rules"],
  optional: ["transitionDefaultMinimumObjectSize"],
  operation: "PutBucketLifecycleConfiguration",
  title: "Lifecycle Configuration",
});

/**
 * What S3 refuses of the rules, in its words.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html
 */
const refusesRules: Refusal = (call) => {
  const missing = lifecycleSetting.refuse?.create?.(call);
  if (missing !== undefined) return missing;
  const rules = [call.properties.rules ?? []].flat().filter(isObject);
  if (new Set(rules.map(({ id }) => id)).size < rules.length) {
    return refused(call, "InvalidArgument", "Rule ID must be unique. Found same ID for more than one rule");
  }
  if (rules.some((rule) => ACTIONS.every((action) => rule[action] === undefined))) {
    return refused(call, "InvalidRequest", "At least one action needs to be specified in a rule");
  }
  if (rules.some(({ expiration }) => isObject(expiration) && Object.keys(expiration).length > 1)) {
    return refused(call, "MalformedXML", "The XML you provided was not well-formed");
  }
  const days = rules.flatMap(daysOf).find(({ count }) => !Number.isInteger(count) || Number(count) < 1);
  if (days === undefined) return undefined;
  return refused(call, "InvalidArgument", `'${days.what}' must be a positive integer`);
};

const ACTIONS = ["abortIncompleteMultipartUpload", "expiration", "noncurrentVersionExpiration"] as const;

/** The days that a rule sets, by S3's names. */
function daysOf(rule: Properties): { readonly what: string; readonly count: Value }[] {
  const [abort, expiration, noncurrent] = ACTIONS.map((action) => (isObject(rule[action]) ? rule[action] : {}));
  return [
    { what: "DaysAfterInitiation", count: abort?.daysAfterInitiation },
    { what: "Days", count: expiration?.days },
    { what: "NoncurrentDays", count: noncurrent?.noncurrentDays },
  ].flatMap(({ what, count }) => (count === undefined ? [] : [{ what, count }]));
}

function refused(call: Call, code: string, message: string): string {
  return s3Error(call, "Lifecycle Configuration", "PutBucketLifecycleConfiguration", 400, code, message);
}

const lifecycle: ResourceType = {
  ...lifecycleSetting,
  derived: { ...lifecycleSetting.derived, transitionDefaultMinimumObjectSize: () => "all_storage_classes_128K" },
  refuse: { create: refusesRules, update: refusesRules },
};

/** Which versions a bucket keeps, and for how long. */
export const bucketHistory = [versioning, lifecycle];
