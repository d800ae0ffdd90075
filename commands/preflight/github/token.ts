import type { Context } from "../context";
import { ok, type Outcome, unknown, warning, wrong } from "../outcome";

export async function token({ github }: Context): Promise<Outcome> {
  const { from, login, scopes } = await github();
  if (login === undefined) return ok(`${from}: a GitHub App's or a workflow's token`);
  return ok(`${from}: ${login}'s, ${scopes === undefined ? "fine-grained" : "classic"}`);
}

export async function subjects({ repository }: Context): Promise<Outcome> {
  const { name, facts } = await repository();
  return ok(`${name}, ${facts.visibility}; subjects start with ${facts.subjectPrefix}`);
}

/** What the token, and the user whose it is, may do: no token exceeds its user's own rights. */
export async function rights({ github, repository, settings }: Context): Promise<Outcome> {
  const [{ api, login, scopes }, { name, path, permissions }, { environment }] = await Promise.all([
    github(),
    repository(),
    settings(),
  ]);
  if (scopes !== undefined && !scopes.includes("repo")) {
    const says = `a classic token with ${scopes.length === 0 ? "no scope" : `the scopes ${scopes.join(", ")}`}`;
    return wrong(says, "give it the scope repo: gh auth refresh --scopes repo");
  }
  const codeOf = async (endpoint: string) => (await api.ask(`${path}/${endpoint}`)).code;
  const [variables, environments, own] = await Promise.all([
    codeOf("actions/variables?per_page=1"),
    codeOf("environments?per_page=1"),
    codeOf(`environments/${environment}`),
  ]);
  const missing = [
    { code: variables, what: "variables", want: "give it the permission Variables: read and write" },
    {
      code: environments,
      what: "environments",
      want: "give it the permissions Actions: read and Administration: read and write",
    },
  ].filter(({ code }) => code === 403);
  if (missing.length > 0) {
    const says = `the token may not read ${missing.map(({ what }) => what).join(" and ")} of the repository`;
    return wrong(says, missing.map(({ want }) => want).join("\n"));
  }
  if (login !== undefined && permissions.admin === false) {
    if (permissions.push === false) {
      return wrong(`${login} may not write to ${name}`, `an administrator of ${name} gives ${login} the role Admin`);
    }
    return own === 200
      ? warning(
          `${login} may write variables, but does not administer ${name}`,
          "changes to the environment need an administrator's token",
        )
      : wrong(
          `${login} does not administer ${name}, and the environment is not there yet`,
          "let an administrator of the repository bring the stack up first",
        );
  }
  return scopes === undefined
    ? unknown(
        "it reads variables and environments; GitHub does not say whether it may write them",
        "up needs Variables: read and write, Administration: read and write, Actions: read, Metadata: read",
      )
    : ok(`scope repo; ${login} administers ${name}`);
}
