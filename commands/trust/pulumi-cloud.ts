import { ISSUER } from "../../components/policy/oidc";
import { type CloudStack, exchangeRules, STATE_ACCESS, teamOf } from "../../components/policy/pulumi-cloud";
import { projectRoot } from "../../lib/paths";
import { readProject } from "../../lib/stack-files";
import type { AssumableRole } from "../../lib/trust/roles";
import { UserError } from "../../lib/user-error";
import { settingText } from "../setting/text";
import { columns } from "./text";

/** A stack as Pulumi Cloud knows it. @throws {UserError} if the committed files name no organization. */
export function cloudStack(stack: string): CloudStack {
  const organization = settingText(projectRoot, stack, "pulumiOrganization").trim();
  if (organization === "")
    throw new UserError("pulumiOrganization is empty; expected the organization in Pulumi Cloud, in Pulumi.yaml");
  return { organization, project: readProject(projectRoot).name, stack };
}

/** The longest that a token lasts: as long as the longest job may. */
export const LONGEST_SECONDS = 3300;

/**
 * What an administrator registers in Pulumi Cloud, so that the jobs that run Pulumi get their tokens: for each the
 * claims that AWS pins for its role.
 *
 * @throws {UserError} if the stack has none of these roles.
 */
export function asPulumiCloud(stack: CloudStack, roles: readonly AssumableRole[]): string {
  const { organization } = stack;
  const name = `${organization}/${stack.project}/${stack.stack}`;
  const jobs = (Object.keys(STATE_ACCESS) as (keyof typeof STATE_ACCESS)[]).flatMap((role) =>
    roles
      .filter(({ name: own }) => own === role)
      .flatMap(({ trusts }) => trusts)
      .flatMap(({ claims, job, until }) => exchangeRules(stack, role, claims).map((rule) => ({ job, until, rule }))),
  );
  if (jobs.length === 0) {
    const wanted = Object.keys(STATE_ACCESS).join(", ");
    throw new UserError(`stack ${stack.stack} has no role whose job runs Pulumi; expected one of ${wanted}`);
  }
  const teams = [...new Set(jobs.map(({ rule }) => rule.teamName))];
  return [
    `Stack ${name} in Pulumi Cloud: what an administrator of ${organization} registers`,
    [
      "Issuer, once for the organization",
      ...columns("  ", [
        ["url", `https://${ISSUER}`],
        ["max expiration", `${LONGEST_SECONDS} seconds`],
      ]),
    ].join("\n"),
    [
      `Teams without members, each with access to ${name} and to nothing else`,
      ...columns(
        "  ",
        teams.map((team) => [team, team === teamOf(stack, "write") ? "Stack Write" : "Stack Read"]),
      ),
    ].join("\n"),
    ...jobs.map(({ job, until, rule }) =>
      [
        `${job}: allow, token type team, team ${rule.teamName}, if GitHub's token has all of`,
        ...columns("  ", Object.entries(rule.rules)),
        ...(until === undefined ? [] : [`  only before ${until}: remove the rule by then`]),
      ].join("\n"),
    ),
    [
      "The rules as the issuer's policies, for the API:",
      JSON.stringify({ policies: jobs.map(({ rule }) => rule) }),
    ].join("\n"),
  ].join("\n\n");
}
