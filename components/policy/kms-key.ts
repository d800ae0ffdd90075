/** An AWS KMS key by its ARN; no alias, since somebody could point an alias at another key. */
const KMS_KEY_ARN = /^arn:aws:kms:[a-z]{2,}(?:-[a-z]+)+-\d{1,2}:\d{12}:key\/[A-Za-z0-9-]+$/;

/** The form of a key's ARN, in words. */
export const KMS_KEY_FORM = "the ARN of a KMS key (arn:aws:kms:<region>:<account>:key/<id>)";

/** Whether the text is the ARN of one KMS key. */
export function isKmsKeyArn(text: unknown): text is string {
  return typeof text === "string" && KMS_KEY_ARN.test(text);
}
