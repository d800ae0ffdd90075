/** How long what a release replaced or deleted may be kept, in days. */
export const RESTORE_DAYS = { least: 7, most: 3650 } as const;

/**
 * The one rule of a versioned bucket's lifecycle: earlier versions go after so many days, and what belongs to no object
 * goes at once. It expires no current version, so it never takes away what is served.
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
