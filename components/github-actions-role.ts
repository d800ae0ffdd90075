import { Role } from "@pulumi/aws/iam/role";
import { RolePoliciesExclusive } from "@pulumi/aws/iam/rolePoliciesExclusive";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { RolePolicyAttachmentsExclusive } from "@pulumi/aws/iam/rolePolicyAttachmentsExclusive";
import * as pulumi from "@pulumi/pulumi";

import type { PolicyDocument } from "./policy/document";
import type { OwnDocument } from "./policy/own-role/document";

export interface GithubActionsRoleArgs {
  /** Who may assume the role. */
  readonly trust: PolicyDocument;
  /** What the role may do. */
  readonly permissions: pulumi.Input<PolicyDocument | OwnDocument>;
  /** What the role may never do, whatever its permissions say: a separate policy. Default: none. */
  readonly limits?: pulumi.Input<PolicyDocument>;
  /** What the role is for, in one sentence; shown in the AWS console. */
  readonly description: string;
  /** How long a session may last, in minutes. Default: 60, the least that AWS allows as a role's maximum. */
  readonly sessionMinutes?: number;
  /** The ARN of the managed policy that bounds what the role may do. Empty: none. */
  readonly permissionsBoundary?: string;
}

/** The minimum `MaxSessionDuration` of a role, in minutes. A session may be shorter: the workflow requests its length. */
const LEAST_MAXIMUM_MINUTES = 60;

/** An IAM role that one job of one repository may assume, with these policies and no other. */
export class GithubActionsRole extends pulumi.ComponentResource {
  /** Known only when the role has its policy, so nobody assumes it without. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: GithubActionsRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("passwordless:github:GithubActionsRole", name, {}, opts);

    const { permissionsBoundary = "" } = args;
    const role = new Role(
      name,
      {
        description: args.description,
        assumeRolePolicy: JSON.stringify(args.trust),
        ...(permissionsBoundary === "" ? {} : { permissionsBoundary }),
        maxSessionDuration: 60 * Math.max(args.sessionMinutes ?? 0, LEAST_MAXIMUM_MINUTES),
      },
      // A component's children do not wait for what the component waits for.
      { parent: this, dependsOn: opts?.dependsOn },
    );
    const limits =
      args.limits === undefined
        ? []
        : [
            new RolePolicy(
              `${name}-limits`,
              { role: role.name, policy: pulumi.jsonStringify(args.limits) },
              { parent: this },
            ),
          ];
    // The Deny exists before the role may do anything, even while an update is half done.
    const permissions = new RolePolicy(
      name,
      { role: role.name, policy: pulumi.jsonStringify(args.permissions) },
      { parent: this, dependsOn: limits },
    );
    const policyNames = [permissions, ...limits].map((policy) => policy.name);
    // Whatever else comes to be attached is seen as a change, and taken away: the role's own list shows it to nobody.
    const roleName = role.name;
    new RolePoliciesExclusive(name, { roleName, policyNames }, { parent: this });
    new RolePolicyAttachmentsExclusive(name, { roleName, policyArns: [] }, { parent: this });

    this.arn = pulumi.all([role.arn, permissions.id]).apply(([arn]) => arn);
    this.registerOutputs({ arn: this.arn });
  }
}
