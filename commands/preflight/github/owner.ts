import { type Check, ok, wrong } from "../check";

/** The variables of the environment that the GitHub plugin prefers to the owner it is given. */
const OWNER_VARIABLES = ["GITHUB_OWNER", "GITHUB_ORGANIZATION"] as const;

export const ownerCheck: Check = {
  name: "GitHub owner",
  async run({ environment, settings }) {
    const { owner } = (await settings.needed()).repository;
    const others = OWNER_VARIABLES.filter(
      (name) => ![undefined, "", owner.toLowerCase()].includes(environment[name]?.toLowerCase()),
    );
    return others.length === 0
      ? ok(`${owner}; the environment names no other`)
      : wrong(
          others.map((name) => `${name} is ${String(environment[name])}, not ${owner}`).join("; "),
          `the GitHub provider prefers it to the repository's owner: unset ${others.join(" ")}`,
        );
  },
};
