import { OpenIdConnectProvider } from "@pulumi/aws/iam/openIdConnectProvider";
import * as pulumi from "@pulumi/pulumi";

import { ISSUER } from "./policy/oidc";
import type { OidcProviderDecision } from "./policy/oidc-provider";

export interface GithubOidcProviderArgs {
  /** Whether this stack owns the account's provider, and its ARN. */
  readonly decision: OidcProviderDecision;
  /** Refuse to delete the provider. */
  readonly protect: boolean;
}

/**
 * GitHub's OIDC provider in the AWS account: one per account, owned by the stack that creates it. It stays when that
 * stack is destroyed, since other stacks may rely on it.
 */
export class GithubOidcProvider extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, { decision, protect }: GithubOidcProviderArgs, opts?: pulumi.ComponentResourceOptions) {
    super("passwordless:github:GithubOidcProvider", name, {}, opts);

    this.arn =
      decision.action === "create" ? this.createProvider(name, decision, protect).arn : pulumi.output(decision.arn);
    this.registerOutputs({ arn: this.arn });
  }

  private createProvider(
    name: string,
    decision: OidcProviderDecision & { action: "create" },
    protect: boolean,
  ): OpenIdConnectProvider {
    return new OpenIdConnectProvider(
      name,
      // No thumbprint: AWS checks GitHub's certificate against its own trusted roots and ignores one.
      { url: `https://${ISSUER}`, clientIdLists: [...decision.audiences], tags: decision.tags },
      {
        parent: this,
        protect,
        retainOnDelete: true,
        import: decision.adopt ? decision.arn : undefined,
        // One provider serves the whole account: existing audiences are never removed.
        ignoreChanges: decision.complete ? ["clientIdLists"] : [],
      },
    );
  }
}
