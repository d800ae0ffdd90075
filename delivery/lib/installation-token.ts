import { DeliveryError } from "./actions.ts";
import { type Answer, callGithub, type Github } from "./github-api.ts";
import { isRecord } from "./json.ts";

/** What a token may do, by GitHub's keys, each with its level. */
export type Permissions = Readonly<Record<string, "read" | "write">>;

export interface Wanted {
  readonly appId: string;
  readonly installationId: number;
  readonly repositoryId: number;
  readonly permissions: Permissions;
}

/** A token, with what GitHub says it may do: not checked yet. */
export interface Minted {
  readonly token: string;
  readonly answer: Readonly<Record<string, unknown>>;
}

/**
 * Asks GitHub for an installation token for one repository. A 5xx that hides a success leaves a token behind that
 * nobody knows; it expires within the hour.
 * https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app
 *
 * @throws DeliveryError if GitHub refuses, cannot be reached, or answers without a token.
 */
export async function mintToken(github: Github, jwt: string, wanted: Wanted): Promise<Minted> {
  const answer = await callGithub(github, {
    method: "POST",
    path: `/app/installations/${wanted.installationId}/access_tokens`,
    credential: jwt,
    body: { repository_ids: [wanted.repositoryId], permissions: wanted.permissions },
  });
  if (answer.status !== 201) throw new DeliveryError(`${refusal(answer, wanted)}\nGitHub says: ${answer.summary}`);
  // A line break in it would write another line of the runner's files.
  if (!isRecord(answer.body) || typeof answer.body.token !== "string" || !/^[\x21-\x7e]+$/.test(answer.body.token)) {
    throw new DeliveryError(
      `GITHUB_API_URL: ${github.GITHUB_API_URL} answered 201 without a token; is it GitHub's API?`,
    );
  }
  return { token: answer.body.token, answer: answer.body };
}

/**
 * Revokes an installation token, which is what it authenticates with.
 * https://docs.github.com/en/rest/apps/installations#revoke-an-installation-access-token
 *
 * @returns whether it was valid until now.
 * @throws DeliveryError if GitHub refuses or cannot be reached.
 */
export async function revokeToken(github: Github, token: string): Promise<boolean> {
  const answer = await callGithub(github, { method: "DELETE", path: "/installation/token", credential: token });
  if (answer.status === 204) return true;
  if (answer.status === 401) return false;
  throw new DeliveryError(
    `GitHub did not revoke the token; it expires within the hour. GitHub says: ${answer.summary}`,
  );
}

/** In words, each permission and repository that a token has beyond what was wanted. */
export function excess({ answer }: Minted, wanted: Wanted): readonly string[] {
  const permissions = isRecord(answer.permissions) ? Object.entries(answer.permissions) : undefined;
  const repositories = Array.isArray(answer.repositories) ? (answer.repositories as unknown[]) : undefined;
  const others = repositories?.filter((repository) => idOf(repository) !== wanted.repositoryId) ?? [];
  return [
    ...(permissions === undefined ? ["permissions that GitHub does not name"] : []),
    ...(permissions ?? [])
      .filter(([name, level]) => level !== wanted.permissions[name] && !isLess(level, wanted.permissions[name]))
      .map(([name, level]) => `${name}: ${String(level)}`),
    ...(repositories === undefined || answer.repository_selection === "all" ? ["all repositories"] : []),
    ...others.map((repository) => `the repository ${nameOf(repository)}`),
  ];
}

/** The permissions that were wanted and that a token lacks, as far as GitHub names them. */
export function lacking({ answer }: Minted, { permissions }: Wanted): readonly string[] {
  const given = isRecord(answer.permissions) ? answer.permissions : {};
  return Object.entries(permissions)
    .filter(([name, level]) => given[name] !== level && !isLess(level, given[name]))
    .map(([name, level]) => `${name}: ${level}`);
}

function isLess(level: unknown, than: unknown): boolean {
  return level === "read" && than === "write";
}

function idOf(repository: unknown): unknown {
  return isRecord(repository) ? repository.id : undefined;
}

function nameOf(repository: unknown): string {
  return isRecord(repository) ? String(repository.full_name ?? repository.id) : "without a name";
}

/** The setting that a refusal points at. */
function refusal({ status, date }: Answer, { appId, installationId, repositoryId, permissions }: Wanted): string {
  const installation = `INSTALLATION_ID: ${installationId}`;
  const skew = Math.round((Date.now() - (date?.getTime() ?? Date.now())) / 1000);
  const clock = Math.abs(skew) > 30 ? ` This machine's clock is ${skew} s off GitHub's.` : "";
  const asked = Object.entries(permissions).map(([name, level]) => `${name}: ${level}`);
  switch (status) {
    case 401:
      return `KMS_KEY_ARN, APP_ID: GitHub refused the JWT; expected a private key of the App ${appId}.${clock}`;
    case 403:
      return `${installation}: the App may not act there; expected an installation that is not suspended`;
    case 404:
      return `${installation}: GitHub knows no such installation of the App ${appId}; see the App's Install page`;
    case 422:
      return (
        `${installation}: it lacks the repository (GITHUB_REPOSITORY_ID: ${repositoryId}) or a permission; ` +
        `expected ${asked.join(", ")}, granted to the App and accepted in the installation`
      );
    default:
      return `${installation}: GitHub gave no token`;
  }
}
