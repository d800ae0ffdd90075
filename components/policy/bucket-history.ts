/** How long files that a release replaced or deleted may be kept, in days. */
export const RESTORE_DAYS = { least: 7, most: 3650 } as const;

/**
 * The only lifecycle rule of a versioned bucket: earlier versions expire after so many days, and what belongs to no
 * object at once. No current version expires, so everything served stays.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
 */
export function historyRule(restoreDays: number) {
  return {
    id: "history",
    status: "Enabled",
    filter: { prefix: "" },
    noncurrentVersionExpiration: { noncurrentDays: restoreDays },
    expiration: { expiredObjectDeleteMarker: true },
    // No upload lasts longer than a session, which is at most twelve hours.
    abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
  };
}
