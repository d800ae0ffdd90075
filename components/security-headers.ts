import { ResponseHeadersPolicy } from "@pulumi/aws/cloudfront/responseHeadersPolicy";
import * as pulumi from "@pulumi/pulumi";

import type { Headers } from "./policy/headers";
import { headersPolicy } from "./policy/headers-policy";

export interface SecurityHeadersArgs {
  readonly headers: Headers;
}

/** The headers that CloudFront adds to each answer: a policy of the stack's own. */
export class SecurityHeaders extends pulumi.ComponentResource {
  readonly policyId: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;

  constructor(name: string, { headers }: SecurityHeadersArgs, opts?: pulumi.ComponentResourceOptions) {
    super("passwordless:web:SecurityHeaders", name, {}, opts);

    const policy = new ResponseHeadersPolicy(name, headersPolicy(headers), { parent: this });

    this.policyId = policy.id;
    this.arn = policy.arn;
    this.registerOutputs({ policyId: this.policyId, arn: this.arn });
  }
}
