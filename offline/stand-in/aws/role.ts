import { findResource } from "../cloud";
import { type Properties, template, textOf, UNKNOWN } from "../properties";
import type { Call, Failure, ResourceType } from "../resource-type";
import { awsError } from "./error";
import { madeUpId } from "./ids";
import { documentFailures } from "./policy-document";
import { ATTACHMENT, policiesOfRole, POLICY } from "./role-policies-exclusive";
import { refusesTrust } from "./trust-policy";

/** Quotas: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const sessionSeconds = { least: 3600, most: 43_200 };

/** An IAM role. Its inline policies are resources of their own. */
export const role: ResourceType = {
  token: "aws:iam/role:Role",
  required: ["assumeRolePolicy"],
  optional: ["description", "maxSessionDuration", "name", "path", "permissionsBoundary", "tags"],
  autonamed: { property: "name", maxLength: 64 },
  documents: ["assumeRolePolicy"],
  defaults: { maxSessionDuration: sessionSeconds.least, path: "/" },
  replaceOn: ["name", "path"],
  check: (inputs) => [
    ...documentFailures("assumeRolePolicy", inputs.assumeRolePolicy),
    ...nameFailures(inputs),
    ...sessionFailures(inputs),
  ],
  derived: {
    arn: ({ name, path }, caller) => template`arn:aws:iam::${caller.account}:role${path}${name}`,
    tagsAll: ({ tags }) => tags ?? {},
  },
  decided: {
    createDate: () => new Date().toISOString(),
    uniqueId: () => madeUpId("AROA", 17),
  },
  id: (properties) => textOf(properties, "name"),
  refuse: {
    create: (call) => {
      const failed = { doing: `creating IAM Role (${call.id})`, operation: "CreateRole" };
      if (findResource(call.cloud, role.token, call.caller.account, call.id) !== undefined) {
        const message = `Role with name ${call.id} already exists.`;
        return awsError({ ...failed, service: "IAM", status: 409, code: "EntityAlreadyExists", message });
      }
      return trustRefusal(call, failed.doing, failed.operation);
    },
    update: (call) => trustRefusal(call, `updating IAM Role (${call.id}) assume role policy`, "UpdateAssumeRolePolicy"),
    delete: ({ caller, cloud, id }) => {
      const held = [POLICY, ATTACHMENT].flatMap((type) => policiesOfRole(cloud, caller.account, type, id));
      if (held.length === 0) return undefined;
      return awsError({
        doing: `deleting IAM Role (${id})`,
        service: "IAM",
        operation: "DeleteRole",
        status: 409,
        code: "DeleteConflict",
        message: "Cannot delete entity, must delete policies first.",
      });
    },
  },
};

function nameFailures(inputs: Properties): Failure[] {
  const name = textOf(inputs, "name");
  if (name === "" || name === UNKNOWN || /^[\w+=,.@-]+$/.test(name)) return [];
  return [{ property: "name", reason: `invalid value for name (must match [\\w+=,.@-]), got ${name}` }];
}

function sessionFailures({ maxSessionDuration: seconds }: Properties): Failure[] {
  const { least, most } = sessionSeconds;
  if (typeof seconds !== "number" || (seconds >= least && seconds <= most)) return [];
  const reason = `expected max_session_duration to be in the range (${least} - ${most}), got ${seconds}`;
  return [{ property: "maxSessionDuration", reason }];
}

function trustRefusal({ properties }: Call, doing: string, operation: string): string | undefined {
  const refused = refusesTrust(textOf(properties, "assumeRolePolicy"));
  if (refused === undefined) return undefined;
  const status = refused.code === "LimitExceeded" ? 409 : 400;
  return awsError({ doing, service: "IAM", operation, status, ...refused });
}
