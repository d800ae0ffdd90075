import { otherOwners } from "../../../components/policy/github-owner";
import type { Check } from "../check";
import { NAMES } from "../context";
import { ok, wrong } from "../outcome";

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

export const tokenCheck: Check = {
  name: NAMES.github,
  async run({ github }) {
    const { from, login, scopes } = await github.asked();
    if (login === undefined) return ok(`${from}: a GitHub App's or a workflow's token`);
    return ok(`${from}: ${login}'s, ${scopes === undefined ? "fine-grained" : "classic"}`);
  },
};

export const repositoryCheck: Check = {
  name: NAMES.repository,
  async run({ repository }) {
    const { owner, name, visibility, subjectPrefix } = (await repository.asked()).facts;
    return ok(`${owner}/${name}, ${visibility}; subjects start with ${subjectPrefix}`);
  },
};
