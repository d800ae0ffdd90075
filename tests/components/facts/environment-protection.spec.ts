import assert from "node:assert/strict";

import { checkEnvironmentProtection } from "../../../components/facts/environment-protection";
import { githubProvider } from "../../../components/github-provider";
import { deploy } from "../../support/deploy";

const REPOSITORY = {
  owner: "acme",
  name: "site",
  repositoryId: "2222",
  ownerId: "1111",
  defaultBranch: "main",
  subjectPrefix: "repo:acme/site",
};

/** Checks full protection with GitHub answering as told: a plan, a status code, or a failure. */
async function check(visibility: string, answers: Readonly<Record<string, string | number>>) {
  const asked: string[] = [];
  const calls = {
    "github:index/getRestApi:getRestApi": ({ endpoint }: Record<string, unknown>) => {
      asked.push(String(endpoint));
      const answer = answers[String(endpoint)];
      if (answer === undefined) throw new Error("403 Resource not accessible by integration []");
      return typeof answer === "number"
        ? { code: answer, body: "{}" }
        : { code: 200, body: JSON.stringify({ plan: { name: answer } }) };
    },
  };
  const settings = { environmentProtection: "full", environment: "prod", branch: "main" } as const;
  await deploy(() => checkEnvironmentProtection(settings, { ...REPOSITORY, visibility }, githubProvider("acme", {})), {
    calls,
  });
  return asked;
}

describe("the check of the environment's protection", () => {
  it("asks for the organization's plan", async () => {
    await assert.rejects(check("private", { "orgs/acme": "free" }), /can have at most "none"/);
    assert.deepEqual(await check("private", { "orgs/acme": "enterprise" }), ["orgs/acme"]);
  });

  it("asks for the user's plan where the owner is no organization", async () => {
    await assert.rejects(check("private", { "orgs/acme": 404, "users/acme": "pro" }), /can have at most "branch"/);
  });

  it("asks nothing of a public repository", async () => {
    assert.deepEqual(await check("public", {}), []);
  });

  it("goes on where the token may not see the plan", async () => {
    assert.deepEqual(await check("private", {}), ["orgs/acme"]);
  });
});
