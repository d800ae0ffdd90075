// Installation tokens of a GitHub App: one repository, three permissions, an hour.
import { DeliveryError } from "./actions.ts";
import { repositoryName } from "./forms.ts";
import { type Answer, callGithub, type Github, githubSettings } from "./github-api.ts";
import { isRecord } from "./json.ts";
import { positiveInteger, textLike, type Values } from "./settings.ts";

/** Variables are `actions_variables` here: GitHub silently ignores the key `variables`. */
const PERMISSIONS: Readonly<Record<string, "read" | "write">> = {
  metadata: "read",
  actions: "read",
  actions_variables: "write",
};

const ASKED = Object.entries(PERMISSIONS).map(inWords).join(", ");

/** Whose token, for which repository. Spread these into a script's settings. */
export const installationSettings = {
  ...githubSettings,
  APP_ID: textLike(/^(?:[1-9]\d*|Iv[\w.]+)$/, "the App's id, for example 123456, or its client id"),
  INSTALLATION_ID: positiveInteger("the installation's id, the number at the end of its address"),
  GITHUB_REPOSITORY: repositoryName,
  GITHUB_REPOSITORY_ID: positiveInteger("the repository's numeric id"),
};

export type Installation = Values<typeof installationSettings>;

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
export async function mintToken(installation: Installation, jwt: string): Promise<Minted> {
  const { GITHUB_API_URL, INSTALLATION_ID, GITHUB_REPOSITORY_ID } = installation;
  const answer = await callGithub(installation, {
    method: "POST",
    path: `/app/installations/${INSTALLATION_ID}/access_tokens`,
    credential: jwt,
    body: { repository_ids: [GITHUB_REPOSITORY_ID], permissions: PERMISSIONS },
  });
  if (answer.status !== 201)
    throw new DeliveryError(`${refusal(answer, installation)}\nGitHub says: ${answer.summary}`);
  // A line break in it would write another line of the runner's files.
  if (!isRecord(answer.body) || typeof answer.body.token !== "string" || !/^[\x21-\x7e]+$/.test(answer.body.token))
    throw new DeliveryError(`GITHUB_API_URL: ${GITHUB_API_URL} answered 201 without a token; is it GitHub's API?`);
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

/** @throws DeliveryError with each permission and repository that a token has beyond what was asked for. */
export function refuseExcess({ answer }: Minted, { GITHUB_REPOSITORY, GITHUB_REPOSITORY_ID }: Installation): void {
  const { permissions, repositories, repository_selection: selection } = answer;
  const named: readonly unknown[] = Array.isArray(repositories) ? repositories : [];
  const others = named.filter((one) => !isRecord(one) || one.id !== GITHUB_REPOSITORY_ID);
  const excess = [
    ...(isRecord(permissions) ? [] : ["permissions that GitHub does not name"]),
    ...Object.entries(isRecord(permissions) ? permissions : {})
      .filter(([name, level]) => !covers(PERMISSIONS[name], level))
      .map(inWords),
    ...(!Array.isArray(repositories) || selection === "all" ? ["all repositories"] : []),
    ...others.map((one) => `the repository ${isRecord(one) ? String(one.full_name ?? one.id) : "without a name"}`),
  ];
  if (excess.length === 0) return;
  throw new DeliveryError(
    `The token may do more than was asked for: it has ${excess.join(", ")}; expected ${ASKED} on ${GITHUB_REPOSITORY} alone`,
  );
}

/** The permissions that were asked for and that a token lacks, as far as GitHub names them. */
export function lacking({ answer: { permissions } }: Minted): readonly string[] {
  const given = isRecord(permissions) ? permissions : {};
  return Object.entries(PERMISSIONS)
    .filter(([name, level]) => !covers(given[name], level))
    .map(inWords);
}

function covers(level: unknown, other: unknown): boolean {
  return level === other || (level === "write" && other === "read");
}

function inWords([name, level]: [string, unknown]): string {
  return `${name}: ${String(level)}`;
}

/** The setting that a refusal points at. */
function refusal({ status, date }: Answer, { APP_ID, INSTALLATION_ID, GITHUB_REPOSITORY_ID }: Installation): string {
  const installation = `INSTALLATION_ID: ${INSTALLATION_ID}`;
  const skew = Math.round((Date.now() - (date?.getTime() ?? Date.now())) / 1000);
  const clock = Math.abs(skew) > 30 ? ` This machine's clock is ${skew} s off GitHub's.` : "";
  switch (status) {
    case 401:
      return `KMS_KEY_ARN, APP_ID: GitHub refused the JWT; expected a private key of the App ${APP_ID}.${clock}`;
    case 403:
      return `${installation}: the App may not act there; expected an installation that is not suspended`;
    case 404:
      return `${installation}: GitHub knows no such installation of the App ${APP_ID}; see the App's Install page`;
    case 422:
      return (
        `${installation}: it lacks the repository (GITHUB_REPOSITORY_ID: ${GITHUB_REPOSITORY_ID}) or a permission; ` +
        `expected ${ASKED}, granted to the App and accepted in the installation`
      );
    default:
      return `${installation}: GitHub gave no token`;
  }
}
