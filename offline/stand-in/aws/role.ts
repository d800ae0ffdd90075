import { type Properties, template, textOf, UNKNOWN } from "../properties";
import { holds, sameId, when } from "../refusals";
import type { Failure, ResourceType } from "../resource-type";
import { awsErrors } from "./error";
import { ATTACHMENT, POLICY } from "./role-policies-exclusive";
import { refusesTrust } from "./trust-policy";

export const ROLE = "aws:iam/role:Role";

/** Quotas: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const sessionSeconds = { least: 3600, most: 43_200 };

/** An IAM role. Its inline policies are resources of their own. */
export const role: ResourceType = {
  token: ROLE,
  inputs: ["assumeRolePolicy", "description", "maxSessionDuration", "name", "path", "permissionsBoundary", "tags"],
  autonamed: { property: "name", maxLength: 64 },
  documents: ["assumeRolePolicy"],
  defaults: { maxSessionDuration: sessionSeconds.least, path: "/" },
  replaceOn: ["name", "path"],
  check: (inputs) => [...nameFailures(inputs), ...sessionFailures(inputs)],
  derived: { arn: ({ name, path }, caller) => template`arn:aws:iam::${caller.account}:role${path}${name}` },
  id: (properties) => textOf(properties, "name"),
  refuse: {
    create: [
      when(holds(ROLE, sameId), [409, "EntityAlreadyExists", "Role with name %name already exists."]),
      refusesTrust,
    ],
    update: [refusesTrust],
    delete: [POLICY, ATTACHMENT].map((type) =>
      when(
        holds(type, ({ properties }, { id }) => properties.role === id),
        [409, "DeleteConflict", "Cannot delete entity, must delete policies first."],
      ),
    ),
  },
  explain: awsErrors("IAM", {
    create: ["CreateRole", "creating IAM Role (%id)"],
    update: ["UpdateAssumeRolePolicy", "updating IAM Role (%id) assume role policy"],
    delete: ["DeleteRole", "deleting IAM Role (%id)"],
  }),
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
