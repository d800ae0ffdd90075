import assert from "node:assert/strict";

import { reviewerAccess } from "../../../components/policy/reviewer-access";

const PERMISSION = "repos/acme/site/collaborators/octocat/permission";
const TEAM = "organizations/1111/team/9";
const TEAMS_ACCESS = `${TEAM}/repos/acme/site`;

type Reply = string | number;

/** Asks for a user and a team, where GitHub answers so: text is the body of a 200, a number another status. */
function access(answers: Readonly<Record<string, Reply>>, visibility = "private") {
  const ask = (endpoint: string) => {
    const answer = answers[endpoint];
    if (answer === undefined) return Promise.resolve(undefined);
    return Promise.resolve(typeof answer === "number" ? { code: answer, body: "" } : { code: 200, body: answer });
  };
  const repository = { owner: "acme", name: "site", ownerId: "1111", visibility };
  return reviewerAccess([{ user: "octocat" }, { team: 9 }], repository, ask);
}

const reads = '{"permission":"read"}';
const none = '{"permission":"none"}';
const known = '{"id":9}';

const ROWS: readonly (readonly [string, Readonly<Record<string, Reply>>, readonly string[], readonly string[]])[] = [
  ["both can read", { [PERMISSION]: reads, [TEAMS_ACCESS]: 204 }, [], []],
  ["neither can", { [PERMISSION]: none, [TEAMS_ACCESS]: 404, [TEAM]: known }, ["octocat", "team:9"], []],
  ["a team that the token does not see", { [PERMISSION]: reads, [TEAMS_ACCESS]: 404, [TEAM]: 404 }, [], ["team:9"]],
  ["nothing is told", {}, [], ["octocat", "team:9"]],
  ["404, and another body", { [PERMISSION]: 404, [TEAMS_ACCESS]: "{}" }, [], ["octocat"]],
  ["no JSON", { [PERMISSION]: "<html>", [TEAMS_ACCESS]: 403 }, [], ["octocat", "team:9"]],
];

describe("who of the reviewers can read the repository", () => {
  for (const [what, answers, without, unknown] of ROWS) {
    it(`is told, or not: ${what}`, async () => {
      assert.deepEqual(await access(answers), { without, unknown });
    });
  }

  it("is not told of a team without a grant where the repository is public", async () => {
    const answers = { [PERMISSION]: reads, [TEAMS_ACCESS]: 404, [TEAM]: known };
    assert.deepEqual(await access(answers, "public"), { without: [], unknown: ["team:9"] });
  });
});
