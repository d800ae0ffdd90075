import { refuse } from "./rules";
import { aWorld } from "./world-rules";

/** What the AWS account and GitHub hold before the first up. */
export interface World {
  readonly aws: AwsWorld;
  readonly github: GitHubWorld;
}

export interface AwsWorld {
  /** The account of the pretend credentials. Default: the one that `aws:allowedAccountIds` names first. */
  readonly accountId?: string;
  readonly region?: string;
  /** How many other response headers policies the account has. Default: 0. */
  readonly headersPolicies?: number;
  readonly hostedZones?: readonly HostedZone[];
  /** Names that are on somebody else's distribution. */
  readonly aliasesInUse?: readonly string[];
  /** Whether somebody sets the records that a certificate waits for where no hosted zone holds its names. Default: set. */
  readonly recordsElsewhere?: "set" | "missing";
  readonly oidcProviders: readonly {
    /** The account that holds it. Default: the `accountId` of the world. */
    readonly accountId?: string;
    readonly url: string;
    readonly clientIds: readonly string[];
    readonly tags?: Readonly<Record<string, string>>;
  }[];
}

export interface HostedZone {
  readonly id: string;
  /** Without a trailing dot. */
  readonly name: string;
  /** Whether only networks of AWS see it. Default: false. */
  readonly private?: boolean;
}

export interface GitHubWorld {
  /** By `owner/name`, in the spelling that GitHub answers with. */
  readonly repositories: Record<string, Repository | MovedRepository>;
  readonly users?: Record<string, number>;
  readonly teams?: Record<string, number>;
  /** What GitHub answers to a GET of these endpoints, whatever it holds. */
  readonly answers?: Record<string, Answer>;
}

/** A repository, with the names that GitHub's REST API uses. */
export interface Repository {
  readonly id: number;
  readonly owner: { readonly login: string; readonly id: number; readonly type: "Organization" | "User" };
  readonly visibility: "public" | "private" | "internal";
  readonly default_branch: string;
  readonly archived?: boolean;
  /**
   * Whether the plan has protection rules for the environments of a repository that is not public; `branch`: only
   * branch policies, as on Pro and Team. Default: true.
   */
  readonly protectionRules?: boolean | "branch";
  readonly branches: Record<string, { readonly reviewsRequired: boolean }>;
  /** The answer to GET .../actions/oidc/customization/sub. */
  readonly oidc: {
    readonly use_default: boolean;
    readonly include_claim_keys?: readonly string[];
    readonly use_immutable_subject?: boolean;
    readonly sub_claim_prefix?: string;
  };
  readonly variables?: Record<string, string>;
  readonly secretNames?: readonly string[];
  /** The environments that are there before the first up, by name. */
  readonly environments?: Record<string, EnvironmentBefore>;
  /** Who can read it: logins, and teams by name. Default: everybody whom the world names. */
  readonly access?: { readonly users: readonly string[]; readonly teams: readonly string[] };
}

export interface EnvironmentBefore {
  /** Logins, and teams by name. */
  readonly reviewers?: { readonly users?: readonly string[]; readonly teams?: readonly string[] };
  readonly waitMinutes?: number;
  readonly canAdminsBypass?: boolean;
  readonly preventSelfReview?: boolean;
  /** The branches that may deploy. Default: all. */
  readonly branchPolicies?: readonly string[];
}

/** A repository's former name: GitHub's API redirects from it. */
export interface MovedRepository {
  readonly movedTo: string;
}

/** An HTTP answer, or the plugin's error if none comes. */
export type Answer = { readonly code: number; readonly body: string } | { readonly error: string };

/** @throws Error with the path in the file, what it holds and what was expected. */
export function parseWorld(text: string): World {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`not JSON: ${String(error)}`, { cause: error });
  }
  aWorld(value, "$");
  const world = value as World;
  holdTogether(world);
  return world;
}

function holdTogether({ aws, github }: World): void {
  if (aws.oidcProviders.some(({ accountId = aws.accountId }) => accountId === undefined)) {
    refuse(undefined, "$.aws.accountId", "the account that holds the oidcProviders");
  }
  for (const [name, repository] of Object.entries(github.repositories)) {
    const path = `$.github.repositories[${JSON.stringify(name)}]`;
    if ("movedTo" in repository) {
      const target = github.repositories[repository.movedTo];
      if (target === undefined || "movedTo" in target) {
        refuse(repository.movedTo, `${path}.movedTo`, "a repository of this file that has not moved itself");
      }
    } else if (name.split("/")[0] !== repository.owner.login) {
      refuse(repository.owner.login, `${path}.owner.login`, "the owner that the repository's name starts with");
    }
  }
}
