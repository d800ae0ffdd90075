import { type DeployedStack, type Deployment, isMade } from "../lib/deployment";
import { offlineCommand, offlineState } from "../lib/paths";
import { type AssumableRole, rolesOf, workflowFile } from "../lib/trust/roles";

/** The words for a stack's resources, in the order in which they are shown: singular and plural. */
const KNOWN: readonly (readonly [type: string, one: string, several: string])[] = [
  ["aws:s3/bucket:Bucket", "S3 bucket", "S3 buckets"],
  ["aws:cloudfront/distribution:Distribution", "CloudFront distribution", "CloudFront distributions"],
  ["aws:iam/openIdConnectProvider:OpenIdConnectProvider", "OIDC provider", "OIDC providers"],
  ["aws:iam/role:Role", "IAM role", "IAM roles"],
  ["github:index/repositoryEnvironment:RepositoryEnvironment", "environment", "environments"],
  ["github:index/actionsVariable:ActionsVariable", "repository variable", "repository variables"],
];

/** One screen after an up: what each stack made, which job may assume which role, and what to look at next. */
export function summaryOf(stacks: readonly DeployedStack[], state: string): string {
  const roles = stacks.map(({ stack, deployment }) => ({ stack, roles: rolesOf(deployment) }));
  const folder = state === offlineState ? ".offline" : state;
  return [
    "",
    `Nothing real was touched: AWS and GitHub are stand-ins, and what they hold is in ${folder}.`,
    "",
    "What each stack made",
    ...table(
      stacks.flatMap(({ stack, deployment }) => [madeIn(deployment, "aws", stack), madeIn(deployment, "github")]),
    ),
    "",
    "Which job may assume which role",
    ...table(
      roles.flatMap((each) => [[each.stack, "role", "job_workflow_ref", "sub"], ...each.roles.flatMap(trustOf)]),
    ),
    ...roles.slice(0, 1).flatMap((each) => toldApart(each.roles)),
    ...stacks.flatMap(recordsToSet),
    "",
    "What to look at next",
    ...table(nextSteps(stacks.at(-1)?.stack ?? "", state)),
    "",
  ].join("\n");
}

/** The DNS records that a stack leaves to a person; none if it has no domain, or DNS is in Route 53. */
export function dnsRecordsOf({ deployment: { resources = [] } }: Deployment): string[] {
  const { dnsRecords = [] } = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
  return Array.isArray(dnsRecords) ? dnsRecords.map(String) : [];
}

/** The records that the stand-in takes for set, and a person sets if DNS is not in Route 53. */
function recordsToSet({ stack, deployment }: DeployedStack): string[] {
  const records = dnsRecordsOf(deployment);
  return records.length === 0 ? [] : ["", `DNS records to set for ${stack}`, ...records.map((record) => `  ${record}`)];
}

function nextSteps(stack: string, state: string): string[][] {
  const option = state === offlineState ? "" : ` --state ${state}`;
  return [
    [offlineCommand("serve", state), "the site as each distribution would serve it, and the trust as a page"],
    [`npm run trust -- --stack ${stack} --offline${option}`, "each claim that AWS compares, each right of a role"],
  ];
}

const PLACES = { aws: "AWS", github: "GitHub" } as const;

function madeIn({ deployment: { resources = [] } }: Deployment, place: keyof typeof PLACES, stack = ""): string[] {
  const types = resources.filter((each) => isMade(each) && each.type.startsWith(`${place}:`)).map(({ type }) => type);
  const known = KNOWN.flatMap(([type, one, several]) => {
    const count = types.filter((each) => each === type).length;
    return count === 0 ? [] : [count === 1 ? one : `${count} ${several}`];
  });
  return [stack, `${types.length} in ${PLACES[place]}`, `${known.join(", ")}, and their settings`];
}

/** Role, workflow file and subject, of each job that may assume the role. */
function trustOf({ name, trusts }: AssumableRole): string[][] {
  return trusts.map(({ claims }) => [
    "",
    name,
    workflowFile(claims.job_workflow_ref?.[0] ?? ""),
    claims.sub?.[0] ?? "",
  ]);
}

/** For two roles with the same subject, why one's job cannot assume the other. */
function toldApart(roles: readonly AssumableRole[]): string[] {
  const subjects = roles.map(({ trusts }) => trusts[0]?.claims.sub?.join());
  const other = roles.findIndex((_, index) => subjects.indexOf(subjects[index]) < index);
  const first = roles[subjects.indexOf(subjects[other])];
  if (first === undefined || other < 0) return [];
  return [
    `${first.name} and ${roles[other]?.name ?? ""} have the same sub: job_workflow_ref, the workflow file, tells them apart.`,
  ];
}

/** Rows with aligned columns. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd());
}
