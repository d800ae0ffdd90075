import type { Context } from "../context";
import { ok, type Outcome, unknown, warning } from "../outcome";
import { Refused } from "./api";

/** Names that secrets with an AWS key have; GitHub never gives their values. */
const AWS_KEY = /AWS.*(KEY|SECRET|TOKEN)/i;

export async function secrets({ github, repository, settings }: Context): Promise<Outcome> {
  const { environment } = await settings();
  const { path } = await repository();
  const { api } = await github();
  /** The names of the secrets there; undefined if the token may not look, none if there is no such environment. */
  const names = async (place: string): Promise<string[] | undefined> => {
    try {
      return (await api.all(`${path}/${place}/secrets`, "secrets")).map(({ name }) => String(name));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return error.code === 404 ? [] : undefined;
    }
  };
  const [ofRepository, inEnvironment] = await Promise.all([names("actions"), names(`environments/${environment}`)]);
  const keys = [
    ...(ofRepository ?? []).map((name) => ({ name, option: "" })),
    ...(inEnvironment ?? []).map((name) => ({ name, option: ` --env ${environment}` })),
  ].filter(({ name }) => AWS_KEY.test(name));
  if (keys.length > 0) {
    const shown = keys.map(({ name, option }) => `${name}${option.replace("--env", "in")}`).join(", ");
    return warning(
      `secrets that look like AWS keys: ${shown}`,
      [
        "once nothing uses them, deactivate the keys in IAM and delete the secrets:",
        ...keys.map(({ name, option }) => `gh secret delete ${name}${option}`),
      ].join("\n"),
    );
  }
  return ofRepository === undefined || inEnvironment === undefined
    ? unknown("the token may not list secrets", "to have it checked, give it Secrets: read and Environments: read")
    : ok("none among the secrets of the repository and the environment");
}
