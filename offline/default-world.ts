import { createHash } from "node:crypto";
import { parseDomain } from "../components/policy/domain";
import { AUDIENCE, ISSUER } from "../components/policy/oidc";
import { parseSubjectPrefix } from "../components/policy/subject-prefix";
import type { StackFile } from "./stack-files";
import { editCloud } from "./stand-in/cloud";
import type { HostedZone, Repository, World } from "./stand-in/world";

/** The account of a stack file that names none: the one of the documentation. */
const exampleAccount = "111122223333";

/** The example repository's numbers, as the documentation shows them. */
const exampleIds: Readonly<Record<string, number>> = { acme: 1111, "acme/site": 2222 };

/** A world in which no repository has moved. */
export interface NamedWorld extends World {
  readonly github: {
    readonly repositories: Record<string, Repository>;
    readonly users: Record<string, number>;
    readonly teams: Record<string, number>;
  };
}

/**
 * A pretend GitHub that holds the repositories, branches and reviewers that the stack files name, and AWS accounts that
 * hold nothing but, if no stack file creates it, GitHub's OIDC provider. A repository with an invalid name is left out:
 * the program says what is wrong with it.
 */
export function worldOf(files: readonly StackFile[]): NamedWorld {
  const repositories: Record<string, Repository> = {};
  for (const file of files) {
    const name = file.setting("repository");
    if (typeof name !== "string" || !/^[\w.-]+\/[\w.-]+$/.test(name)) continue;
    const repository = (repositories[name] ??= repositoryNamed(name, file));
    const branch = file.setting("branch");
    if (typeof branch === "string" && branch !== "") repository.branches[branch] = { reviewsRequired: true };
  }
  return {
    aws: { oidcProviders: providersOfOthers(files), hostedZones: zonesOf(files) },
    github: { repositories, ...reviewersOf(files) },
  };
}

/** The hosted zones that the stack files name, each wide enough for any name of that domain that is added later. */
function zonesOf(files: readonly StackFile[]): HostedZone[] {
  const zones = files.flatMap((file): [string, HostedZone][] => {
    const { name, zoneId: id } = parseDomain(file.setting("domain")) ?? { name: "", zoneId: "" };
    return id === "" ? [] : [[id, { id, name: name.split(".").slice(-2).join(".") }]];
  });
  // The first that names a zone counts.
  return [...new Map(zones.reverse()).values()];
}

/** The OIDC provider of each account in which every stack says that somebody else made it. */
function providersOfOthers(files: readonly StackFile[]): World["aws"]["oidcProviders"] {
  return [...new Set(files.map(accountOf))]
    .filter((account) =>
      files.every((file) => accountOf(file) !== account || file.setting("oidcProvider") === "existing"),
    )
    .map((accountId) => ({ accountId, url: `https://${ISSUER}`, clientIds: [AUDIENCE] }));
}

function accountOf(file: StackFile): string {
  const allowed = file.setting("aws:allowedAccountIds");
  return Array.isArray(allowed) && allowed.length > 0 ? String(allowed[0]) : exampleAccount;
}

/** Adds what the stack files name by now to a cloud that was made when they named something else. */
export function addTo(cloudFile: string, { aws, github }: NamedWorld): void {
  editCloud(cloudFile, ({ world }) => {
    const { hostedZones: zones = [] } = world.aws;
    const more = (aws.hostedZones ?? []).filter(({ id }) => !zones.some((zone) => zone.id === id));
    Object.assign(world.aws, { hostedZones: [...zones, ...more] });
    const { users, teams, repositories: known } = world.github;
    Object.assign(world.github, { users: { ...github.users, ...users }, teams: { ...github.teams, ...teams } });
    for (const [name, repository] of Object.entries(github.repositories)) {
      const spelling = Object.keys(known).find((each) => each.toLowerCase() === name.toLowerCase()) ?? name;
      const held = (known[spelling] ??= repository);
      if ("branches" in held) Object.assign(held.branches, { ...repository.branches, ...held.branches });
    }
  });
}

/** Users by login, and teams, which a stack file names by their number alone: `team:9`. */
function reviewersOf(files: readonly StackFile[]): Pick<NamedWorld["github"], "users" | "teams"> {
  const lists = files.map((file) => file.setting("reviewers")).filter((list): list is unknown[] => Array.isArray(list));
  const users: Record<string, number> = {};
  const teams: Record<string, number> = {};
  for (const reviewer of lists.flat().filter((each) => typeof each === "string")) {
    const team = /^team:(\d+)$/.exec(reviewer)?.[1];
    if (team === undefined) users[reviewer] = numberOf(reviewer);
    else teams[`team-${team}`] = Number(team);
  }
  return { users, teams };
}

/** A repository with the ids that its stack file states, if it does. Where the file states the prefix, GitHub tells none. */
function repositoryNamed(fullName: string, file: StackFile): Repository {
  const [owner = "", name = ""] = fullName.split("/");
  const stated = file.setting("subjectPrefix");
  const also = file.setting("alsoTrust") as { readonly subjectPrefix?: unknown } | undefined;
  const ids = idsIn(stated) ?? idsIn(also?.subjectPrefix);
  const id = Number(ids?.repository ?? numberOf(fullName));
  const ownerId = Number(idsIn(stated)?.owner ?? numberOf(owner));
  const prefix =
    typeof stated === "string" && stated !== "" ? {} : { sub_claim_prefix: `repo:${owner}@${ownerId}/${name}@${id}` };
  return {
    id,
    owner: { login: owner, id: ownerId, type: "Organization" },
    visibility: "private",
    protectionRules: true,
    default_branch: "main",
    branches: { main: { reviewsRequired: true } },
    oidc: { use_default: true, use_immutable_subject: true, ...prefix },
  };
}

function idsIn(prefix: unknown) {
  return typeof prefix === "string" ? parseSubjectPrefix(prefix)?.ids : undefined;
}

/** A number that looks like one of GitHub's and is the same in every run. */
function numberOf(name: string): number {
  return exampleIds[name] ?? 100_000_000 + (createHash("sha256").update(name).digest().readUInt32BE() % 900_000_000);
}
