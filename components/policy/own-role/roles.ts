import { type Problem, refuseAny } from "../input-error";
import type { Account } from "../oidc";
import type { KnownActions } from "./actions";
import { type OwnDocument, readDocument } from "./document";
import { type Ground, namesOfTheProject, sizeProblems } from "./ground";
import { refusals, warnings } from "./judgement";
import { filledIn, placeholderProblems } from "./placeholders";
import type { OwnRole } from "./setting";
import { workflowProblems } from "./workflow";

/** Where information about the roles comes from. */
export interface Sources {
  /** A committed file by its path from the project's folder, or why it cannot be used. */
  readonly file: (path: string) => { readonly text: string } | { readonly problem: string };
  /** The value of a YAML text; throws if it is not YAML. */
  readonly yaml: (text: string) => Promise<unknown>;
  readonly actions: (names: readonly string[]) => Promise<KnownActions>;
}

/** What the roles are judged by. */
export interface OwnRolesQuestion {
  readonly roles: readonly OwnRole[];
  readonly environment: string;
  readonly permissionsBoundary: string;
  readonly project: string;
  readonly account: Account;
}

/** The policies of the user's own roles, checked. */
export interface OwnRoles {
  /** By role name; only the distribution's placeholder is not filled in. */
  readonly policies: Readonly<Record<string, OwnDocument>>;
  /** The notices at each preview. */
  readonly warnings: readonly string[];
}

/**
 * Reads and judges the files of the user's own roles.
 *
 * @throws InputError with everything that is refused, before anything is made.
 */
export async function readOwnRoles(question: OwnRolesQuestion, sources: Sources): Promise<OwnRoles> {
  const { roles, environment, permissionsBoundary } = question;
  const read = [];
  for (const role of roles) {
    const workflow = await workflowOf(role, environment, sources);
    const policy = await policyOf(role, question, sources);
    read.push({ ...policy, name: role.name, problems: [...workflow, ...policy.problems] });
  }
  refuseAny(
    "Your own roles cannot be created like this:",
    read.flatMap((role) => role.problems),
  );
  const names = roles.map(({ name }) => name).join(", ");
  const unbounded = `permissionsBoundary: got nothing; only their policies limit your own roles (${names}); expected a boundary`;
  return {
    policies: Object.fromEntries(read.map(({ name, document }) => [name, document])),
    warnings: [
      ...(roles.length > 0 && permissionsBoundary === "" ? [unbounded] : []),
      ...read.flatMap((role) => role.warnings),
    ],
  };
}

async function workflowOf(role: OwnRole, environment: string, { file, yaml }: Sources): Promise<Problem[]> {
  const path = `.github/workflows/${role.workflow}`;
  const key = `roles.${role.name}.workflow: ${path}`;
  const found = file(path);
  if ("problem" in found) return [{ key, message: `${found.problem}; expected a committed workflow` }];
  try {
    return workflowProblems(role, await yaml(found.text), environment);
  } catch (error) {
    return [{ key, message: `is not YAML (${(error as Error).message}); expected a workflow of GitHub Actions` }];
  }
}

interface ReadPolicy {
  readonly document: OwnDocument;
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
}

async function policyOf(role: OwnRole, question: OwnRolesQuestion, sources: Sources): Promise<ReadPolicy> {
  const found = sources.file(role.policy);
  const key = `roles.${role.name}.policy: ${role.policy}`;
  const written =
    "problem" in found
      ? { problems: [{ key, message: `${found.problem}; expected a committed policy` }] }
      : readDocument(found.text, role.policy);
  const refused = "problems" in written ? written.problems : placeholderProblems(written, role.policy);
  if ("problems" in written || refused.length > 0) {
    return { document: { Version: "2012-10-17", Statement: [] }, problems: refused, warnings: [] };
  }

  const { account, project } = question;
  const document = filledIn(written, { account: account.id, region: account.region, partition: account.partition });
  const known = await sources.actions(document.Statement.flatMap(({ Action }) => Action));
  const ground = standIn(question);
  const complete = filledIn(document, { distributionArn: ground.arns.distribution });
  const judged = { role, document: complete, account: account.id, known };
  return {
    document,
    problems: [...refusals(judged), ...sizeProblems(role.policy, complete, ground)],
    warnings: [...warnings(judged), ...onGround(role.policy, complete, namesOfTheProject(project, account))],
  };
}

/** What the policy allows on the project's own resources, which the program denies whatever a policy says. */
function onGround(file: string, { Statement }: OwnDocument, names: readonly string[]): string[] {
  const closed = names.map((name) => name.replace(/\*$/, ""));
  return Statement.filter(({ Effect }) => Effect === "Allow")
    .flatMap(({ Resource }) => Resource)
    .filter((resource) => closed.some((name) => resource.startsWith(name)))
    .map((resource) => `${file}: ${resource} is denied all the same: its name is one of the project's own`);
}

/** The ground with the longest names that AWS allows, for checks before anything is made. */
function standIn({ account, project, permissionsBoundary }: OwnRolesQuestion): Ground {
  const cloudfront = `arn:${account.partition}:cloudfront::${account.id}`;
  const logs = `arn:${account.partition}:logs:us-east-1:${account.id}`;
  const key = `arn:${account.partition}:kms:${account.region}:${account.id}:key/${"0".repeat(36)}`;
  return {
    project,
    account,
    permissionsBoundary,
    stateBucket: "b".repeat(63),
    keys: [`${key}-state`, `${key}-app`],
    arns: {
      bucket: `arn:${account.partition}:s3:::${"b".repeat(63)}`,
      distribution: `${cloudfront}:distribution/E0123456789ABCD`,
      originAccessControl: `${cloudfront}:origin-access-control/E0123456789ABCD`,
      cachePolicy: "",
      edgeFunction: `${cloudfront}:function/${"f".repeat(64)}`,
      headersPolicy: `${cloudfront}:response-headers-policy/${"0".repeat(36)}`,
      logs: {
        bucket: `arn:${account.partition}:s3:::${"l".repeat(63)}`,
        source: `${logs}:delivery-source:${"s".repeat(60)}`,
        destination: `${logs}:delivery-destination:${"d".repeat(60)}`,
        delivery: `${logs}:delivery:${"d".repeat(16)}`,
      },
      certificate: `arn:${account.partition}:acm:us-east-1:${account.id}:certificate/${"0".repeat(36)}`,
      hostedZone: `arn:${account.partition}:route53:::hostedzone/Z${"0".repeat(31)}`,
      oidcProvider: `arn:${account.partition}:iam::${account.id}:oidc-provider/token.actions.githubusercontent.com`,
      roles: [],
    },
  };
}
