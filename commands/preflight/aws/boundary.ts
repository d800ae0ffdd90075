import { GetPolicyCommand, GetPolicyVersionCommand, type IAMClient } from "@aws-sdk/client-iam";

import { boundaryEffect } from "../../../components/policy/boundary-effect";
import { readOwnRoles } from "../../../components/policy/own-role/roles";
import { permissionsOf } from "../../../components/policy/role-permissions";
import type { RoleName } from "../../../components/policy/roles";
import type { Settings } from "../../../components/policy/settings";
import { ownRoleSources } from "../../../lib/own-role-sources";
import { EXAMPLE_ARNS } from "../../docs/example";
import type { Context } from "../context";
import { ok, type Outcome, unknown, warning } from "../outcome";
import { ask, notChecked } from "./ask";

/** What the boundary denies the roles: a call that it refuses fails only in a workflow, long after `up`. */
export async function boundary({ aws, identity, project, settings }: Context): Promise<Outcome> {
  const known = await settings();
  const { permissionsBoundary: arn } = known;
  if (arn === "") return ok("none");
  const question = { ...known, project: project.name, account: (await identity()).account };
  const { policies } = await readOwnRoles(question, ownRoleSources(project.folder));
  const document = await documentOf((await aws()).iam, arn);
  const effects = [
    ...known.builtInRoles.map((role) => ({ role, statements: statementsOf(role, known) })),
    ...Object.entries(policies).map(([role, { Statement }]) => ({ role, statements: Statement })),
  ].map(({ role, statements }) => {
    // Nobody misses what a role's own policy denies.
    const allowed = statements.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => Action);
    return { role, effect: boundaryEffect(document, allowed) };
  });
  if (effects.some(({ effect }) => effect === undefined))
    return unknown(`${arn} is not a policy that can be read here`);
  const [refused = [], undecided = []] = (["refused", "undecided"] as const).map((kind) =>
    effects.flatMap(({ role, effect }) => (effect?.[kind].length ? `${role}: ${effect[kind].join(", ")}` : [])),
  );
  if (refused.length > 0) {
    const remedy = [...refused, "allow them in it, or use another"].join("\n");
    return warning(`${arn} refuses calls of the workflows`, remedy);
  }
  return undecided.length === 0
    ? ok(`${arn} lets each role do all that it may`)
    : unknown(`${arn}: conditions or resources in it decide`, undecided.join("\n"));
}

async function documentOf(iam: IAMClient, arn: string): Promise<string> {
  const refused = (action: string) =>
    notChecked("AWS IAM", action, `look at it: aws iam get-policy --policy-arn ${arn}`);
  const { Policy } = await ask((options) => iam.send(new GetPolicyCommand({ PolicyArn: arn }), options)).catch(
    refused("iam:GetPolicy"),
  );
  const question = new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: Policy?.DefaultVersionId });
  const { PolicyVersion } = await ask((options) => iam.send(question, options)).catch(refused("iam:GetPolicyVersion"));
  // https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html: percent-encoded.
  return decodeURIComponent(PolicyVersion?.Document ?? "");
}

/** What a built-in role may do. What it acts on makes no difference here. */
function statementsOf(role: RoleName, settings: Settings) {
  const { accessLogs, domain, githubApp, stateBucket, stateKmsKeyArn, webAclArn } = settings;
  const { logs, certificate, hostedZone } = EXAMPLE_ARNS;
  const arns = {
    ...EXAMPLE_ARNS,
    logs: accessLogs ? logs : null,
    certificate: domain === null ? null : certificate,
    hostedZone: domain === null || domain.zoneId === "" ? null : hostedZone,
  };
  const [account, name] = [{ id: "", partition: "", region: "" }, "any"];
  const location = { account, owner: name, project: name, stack: name, bucket: stateBucket, kmsKeyArn: stateKmsKeyArn };
  const state = stateBucket === "" ? null : location;
  return permissionsOf(role, { account: "", arns, state, githubApp, webAclArn }).Statement;
}
