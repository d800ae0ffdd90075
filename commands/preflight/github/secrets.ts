import { parsed } from "../../../components/policy/json";
import type { Context } from "../context";
import { ok, type Outcome, unknown, warning } from "../outcome";

/** Names that secrets with an AWS key have; GitHub never gives their values. */
const AWS_KEY = /AWS.*(KEY|SECRET|TOKEN)/i;

export async function secrets({ github, repository, settings }: Context): Promise<Outcome> {
  const { environment } = await settings();
  const { path } = await repository();
  const { api } = await github();
  /** The names there, 100 at most; undefined if the token may not look, none if there is no such environment. */
  const namesIn = async (place: string): Promise<string[] | undefined> => {
    const answer = await api.try(`${path}/${place}/secrets?per_page=100`);
    if (answer === undefined) return undefined;
    const { secrets: found = [] } = (parsed(answer.body) ?? {}) as { secrets?: { name: string }[] };
    return found.map(({ name }) => name);
  };
  const [ofRepository, inEnvironment] = await Promise.all([namesIn("actions"), namesIn(`environments/${environment}`)]);
  const keys = [
    ...(ofRepository ?? []).map((name) => ({ name, option: "" })),
    ...(inEnvironment ?? []).map((name) => ({ name, option: ` --env ${environment}` })),
  ].filter(({ name }) => AWS_KEY.test(name));
  if (keys.length > 0) {
    const shown = keys.map(({ name, option }) => `${name}${option.replace("--env", "in")}`).join(", ");
    const commands = keys.map(({ name, option }) => `gh secret delete ${name}${option}`);
    return warning(
      `secrets that look like AWS keys: ${shown}`,
      ["once nothing uses them, deactivate the keys in IAM and delete the secrets:", ...commands].join("\n"),
    );
  }
  return ofRepository === undefined || inEnvironment === undefined
    ? unknown("the token may not list secrets", "to have it checked, give it Secrets: read and Environments: read")
    : ok("none among the secrets of the repository and the environment");
}
