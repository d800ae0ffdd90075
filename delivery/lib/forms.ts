// Forms of names that the program's policies know too, which nothing here may import: one spec compares both.
import { type Setting, textLike } from "./settings.ts";

/** The audience for which AWS takes a token. */
export const AUDIENCE = "sts.amazonaws.com";

/** The one issuer whose tokens the roles trust. */
export const ISSUER = "https://token.actions.githubusercontent.com";

/** The form of a stack's name. */
export const NAME = /^[a-z][a-z0-9-]{0,30}$/;

/** The form of an environment's name. */
export const ENVIRONMENT = /^(?!github)[a-z][a-z0-9-]{0,30}$/;

/** The form of an organization's name in Pulumi Cloud. */
export const ORGANIZATION = /^[A-Za-z0-9][A-Za-z0-9_-]{1,38}[A-Za-z0-9]$/;

const REGION = String.raw`[a-z]{2,}(?:-[a-z]+)+-\d{1,2}`;
const KEY_ARN = new RegExp(String.raw`^arn:aws:kms:(${REGION}):\d{12}:key/[A-Za-z0-9-]+$`);

export const stackName = textLike(NAME, "the name of a stack");

export const region = textLike(new RegExp(`^${REGION}$`), "an AWS region, for example us-east-1");

export const bucketName = textLike(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "the name of an S3 bucket");

export const distributionId = textLike(/^[A-Z0-9]{5,32}$/, "the id of a CloudFront distribution");

export const repositoryName = textLike(/^[\w.-]+\/[\w.-]+$/, "owner/name of the repository");

export const commitHash = textLike(/^[0-9a-f]{40}$/, "the full hash of a commit");

/** A credential, which is never shown. */
export function token(want: string): Setting<string> {
  return { ...textLike(/^[\x21-\x7e]+$/, want), secret: true };
}

/** A key, by its own ARN: IAM judges an alias by the key behind it, and that can change. */
export const kmsKeyArn = textLike(
  KEY_ARN,
  "a key's ARN, for example arn:aws:kms:us-east-1:111122223333:key/<id>, not an alias",
);

/** The region that a key's ARN names. */
export function regionOf(keyArn: string): string {
  return KEY_ARN.exec(keyArn)?.[1] ?? "";
}

/** Whether a URL is safe: https, or this machine itself, where TLS is optional. */
export function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || (protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname));
}
