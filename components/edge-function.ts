import { Function } from "@pulumi/aws/cloudfront/function";
import * as pulumi from "@pulumi/pulumi";

export interface EdgeFunctionArgs {
  /** The function as CloudFront runs it, with the settings in it. */
  readonly code: string;
}

/** The CloudFront function that answers for addresses before CloudFront looks into its cache. */
export class EdgeFunction extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, { code }: EdgeFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("passwordless:web:EdgeFunction", name, {}, opts);

    const edge = new Function(name, { runtime: "cloudfront-js-2.0", code, publish: true }, { parent: this });

    this.arn = edge.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
