import { GetPolicyCommand, GetPolicyVersionCommand, type IAMClient } from "@aws-sdk/client-iam";

import { boundaryEffect } from "../../../components/policy/boundary-effect";
import type { OwnDocument } from "../../../components/policy/own-role/document";
import { permissionsOf } from "../../../components/policy/role-permissions";
import type { RoleName } from "../../../components/policy/roles";
import type { Settings } from "../../../components/policy/settings";
import type { Check } from "../check";
import { ok, unknown, warning } from "../outcome";
import { ask, notChecked } from "./ask";

/** What the boundary denies the roles: a call that it refuses fails only in a workflow, long after `up`. */
export const boundaryCheck: Check = {
  name: "Permissions boundary",
  async run({ aws, environment, ownRoles, settings }) {
    const known = await settings.needed();
    const { permissionsBoundary: arn } = known;
    if (arn === "") return ok("none");
    const { policies } = await ownRoles.needed();
    const document = await documentOf((await aws.needed()).iam, arn, environment);
    const effects = [
      ...known.builtInRoles.map((role) => [role, actionsOf(role, known)] as const),
      ...Object.entries(policies).map(([role, own]) => [role, allowedBy(own)] as const),
    ].map(([role, actions]) => ({ role, effect: boundaryEffect(document, actions) }));
    const listed = (kind: "refused" | "undecided") =>
      effects.flatMap(({ role, effect }) => {
        const actions = effect?.[kind] ?? [];
        return actions.length === 0 ? [] : [`${role}: ${actions.join(", ")}`];
      });
    if (effects.some(({ effect }) => effect === undefined)) return unknown(`${arn} is no policy that can be read here`);
    const [refused, undecided] = [listed("refused"), listed("undecided")];
    if (refused.length > 0)
      return warning(
        `${arn} refuses calls of the workflows`,
        [...refused, "allow them in it, or take another"].join("\n"),
      );
    return undecided.length === 0
      ? ok(`${arn} lets each role do all that it may`)
      : unknown(`${arn}: conditions or resources in it decide`, undecided.join("\n"));
  },
};

async function documentOf(iam: IAMClient, arn: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const asked = async <T>(action: string, send: (signal: AbortSignal) => Promise<T>): Promise<T> =>
    ask(send).catch(
      notChecked({ service: "AWS IAM", action, environment }, `look at it: aws iam get-policy --policy-arn ${arn}`),
    );
  const { Policy } = await asked("iam:GetPolicy", (abortSignal) =>
    iam.send(new GetPolicyCommand({ PolicyArn: arn }), { abortSignal }),
  );
  const { PolicyVersion } = await asked("iam:GetPolicyVersion", (abortSignal) =>
    iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: Policy?.DefaultVersionId }), { abortSignal }),
  );
  // https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html: percent-encoded.
  return decodeURIComponent(PolicyVersion?.Document ?? "");
}

/** The actions of one of the user's own roles: nobody misses what its own policy denies. */
function allowedBy({ Statement }: OwnDocument): readonly string[] {
  return Statement.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => Action);
}

/** All actions of a built-in role. What they act on makes no difference here. */
function actionsOf(
  role: RoleName,
  { accessLogs, domain, githubApp, stateBucket, stateKmsKeyArn, webAclArn }: Settings,
): readonly string[] {
  const one = "arn";
  const arns = {
    bucket: one,
    distribution: one,
    originAccessControl: one,
    cachePolicy: one,
    edgeFunction: one,
    headersPolicy: one,
    logs: accessLogs ? { bucket: one, source: one, destination: one, delivery: one } : null,
    certificate: domain === null ? null : one,
    hostedZone: domain === null || domain.zoneId === "" ? null : one,
    oidcProvider: one,
    roles: [one],
  };
  const account = { id: one, partition: one, region: one };
  const location = { account, owner: one, project: one, stack: one, bucket: stateBucket, kmsKeyArn: stateKmsKeyArn };
  const state = stateBucket === "" ? null : location;
  return permissionsOf(role, { account: one, arns, state, githubApp, webAclArn }).Statement.flatMap(
    ({ Action }) => Action,
  );
}
