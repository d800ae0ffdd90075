import assert from "node:assert/strict";

import { readReviewers } from "../../../components/facts/reviewers";
import { githubProvider } from "../../../components/github-provider";
import type { Reviewer } from "../../../components/policy/reviewers";
import { deploy } from "../../support/deploy";

const USERS: Readonly<Record<string, number>> = { "users/octocat": 5, "users/hubot": 6 };

async function read(...reviewers: Reviewer[]) {
  const calls = {
    "github:index/getRestApi:getRestApi": ({ endpoint }: Record<string, unknown>) => {
      const id = USERS[String(endpoint)];
      return id === undefined ? { code: 404, body: "{}" } : { code: 200, body: JSON.stringify({ id }) };
    },
  };
  return (await deploy(() => readReviewers(reviewers, githubProvider("acme", {})), { calls })).value;
}

describe("the reviewers", () => {
  it("are looked up by login, teams are taken by their numbers", async () => {
    const reviewers = await read({ user: "octocat" }, { team: 9 }, { user: "hubot" });
    assert.deepEqual(reviewers, { users: [5, 6], teams: [9] });
  });

  it("that nobody knows are refused together", async () => {
    await assert.rejects(
      read({ user: "octocatt" }, { user: "octocat" }, { user: "nobody" }),
      /reviewers: got "octocatt"; expected the login of a GitHub user\n {2}reviewers: got "nobody"/,
    );
  });
});
