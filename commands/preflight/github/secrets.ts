import type { Check } from "../check";
import { ok, unknown, warning } from "../outcome";
import { type GithubApi, Refused } from "./api";

/** Names that secrets with an AWS key have; GitHub never gives their values. */
const AWS_KEY = /AWS.*(KEY|SECRET|TOKEN)/i;

export const secretsCheck: Check = {
  name: "Stored AWS keys",
  async run({ github, repository, settings }) {
    const { environment } = await settings.needed();
    const { path } = await repository.needed();
    const { api } = await github.needed();
    const places = [
      { option: "", endpoint: `${path}/actions/secrets` },
      { option: ` --env ${environment}`, endpoint: `${path}/environments/${environment}/secrets` },
    ];
    const asked = await Promise.all(
      places.map(async (place) => ({ ...place, names: await names(api, place.endpoint) })),
    );
    const keys = asked.flatMap(({ option, names }) =>
      (names ?? []).filter((name) => AWS_KEY.test(name)).map((name) => `${name}${option}`),
    );
    if (keys.length > 0) {
      return warning(
        `secrets that look like AWS keys: ${keys.join(", ").replaceAll(" --env ", " in ")}`,
        [
          "once nothing uses them, deactivate the keys in IAM and delete the secrets:",
          ...keys.map((key) => `gh secret delete ${key}`),
        ].join("\n"),
      );
    }
    return asked.some(({ names }) => names === undefined)
      ? unknown("the token may not list secrets", "to have it checked, give it Secrets: read and Environments: read")
      : ok("none among the secrets of the repository and the environment");
  },
};

/** The names of the secrets there; undefined if the token may not look, none if there is no such environment. */
async function names(api: GithubApi, endpoint: string): Promise<string[] | undefined> {
  try {
    return (await api.all(endpoint, "secrets")).map(({ name }) => String(name));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.reply.code === 404 ? [] : undefined;
  }
}
