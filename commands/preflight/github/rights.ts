import type { Check } from "../check";
import { ok, type Outcome, unknown, warning, wrong } from "../outcome";
import type { Repository } from "./repository";
import type { Github } from "./token";

export const rightsCheck: Check = {
  name: "GitHub token's rights",
  async run({ github, repository, settings }) {
    const [token, found, { environment }] = await Promise.all([
      github.needed(),
      repository.needed(),
      settings.needed(),
    ]);
    if (token.scopes !== undefined && !token.scopes.includes("repo")) {
      return wrong(
        `a classic token with ${token.scopes.length === 0 ? "no scope" : `the scopes ${token.scopes.join(", ")}`}`,
        "give it the scope repo: gh auth refresh --scopes repo",
      );
    }
    const [missing, environmentThere] = await Promise.all([
      missingReads(token, found),
      exists(token, found, environment),
    ]);
    if (missing.length > 0) {
      return wrong(
        `the token may not read ${missing.map(({ what }) => what).join(" and ")} of the repository`,
        missing.map(({ want }) => want).join("\n"),
      );
    }
    return ofUser(token, found, environmentThere) ?? ofToken(token, found);
  },
};

/** What the token is asked to read, and the permission without which GitHub answers 403. */
const READS = [
  { what: "variables", want: "give it the permission Variables: read and write" },
  { what: "environments", want: "give it the permissions Actions: read and Administration: read and write" },
] as const;

async function missingReads({ api }: Github, { path }: Repository) {
  const replies = await Promise.all(
    READS.map(({ what }) => api.ask(`${path}/${what === "variables" ? "actions/variables" : what}?per_page=1`)),
  );
  return READS.filter((_, index) => replies[index]?.code === 403);
}

async function exists({ api }: Github, { path }: Repository, environment: string): Promise<boolean> {
  return (await api.ask(`${path}/environments/${environment}`)).code === 200;
}

/** What GitHub says about the user's own rights, which no token exceeds; undefined if they are enough. */
function ofUser({ login }: Github, { permissions, path }: Repository, environmentThere: boolean): Outcome | undefined {
  const repository = path.replace("repos/", "");
  if (login === undefined || permissions.admin !== false) return undefined;
  if (permissions.push === false) {
    return wrong(
      `${login} may not write to ${repository}`,
      `an administrator of ${repository} gives ${login} the role Admin`,
    );
  }
  return environmentThere
    ? warning(
        `${login} may write variables, but does not administer ${repository}`,
        "changes to the environment need an administrator's token",
      )
    : wrong(
        `${login} does not administer ${repository}, and the environment is not there yet`,
        "let an administrator of the repository bring the stack up first",
      );
}

function ofToken({ login, scopes }: Github, { path }: Repository): Outcome {
  if (scopes !== undefined) return ok(`scope repo; ${String(login)} administers ${path.replace("repos/", "")}`);
  return unknown(
    "it reads variables and environments; whether it may write them, GitHub does not tell",
    "up needs Variables: read and write, Administration: read and write, Actions: read, Metadata: read",
  );
}
