import { otherOwners } from "../../../components/policy/github-owner";
import { type Check, ok, wrong } from "../check";

export const ownerCheck: Check = {
  name: "GitHub owner",
  async run({ environment, settings }) {
    const { owner } = (await settings.needed()).repository;
    const others = otherOwners(owner, environment);
    return others.length === 0
      ? ok(`${owner}; the environment names no other`)
      : wrong(
          others.map(({ key }) => `${key} is ${String(environment[key])}, not ${owner}`).join("; "),
          `the GitHub provider prefers it to the repository's owner: unset ${others.map(({ key }) => key).join(" ")}`,
        );
  },
};
