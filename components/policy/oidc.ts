/** GitHub's OIDC issuer: the host of the provider's URL and the prefix of the condition keys. */
export const ISSUER = "token.actions.githubusercontent.com";

/** The audience that the workflows ask GitHub for and that the provider accepts. */
export const AUDIENCE = "sts.amazonaws.com";

/** The AWS account that the stack's credentials belong to. */
export interface Account {
  readonly id: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  readonly region: string;
}

/** The ARN of the account's OIDC provider for GitHub: AWS derives it from the URL, so it is known beforehand. */
export function oidcProviderArn({ partition, id }: Account): string {
  return `arn:${partition}:iam::${id}:oidc-provider/${ISSUER}`;
}
