import assert from "node:assert/strict";

import type { Registered } from "../support/deploy";
import { CUSTOMIZATION, deployProgram, type ProgramWorld, REPOSITORY } from "../support/program";
import { UNTIL } from "./worlds";

const alsoTrust = (subjectPrefix: string, until = UNTIL) => ({ settings: { alsoTrust: { subjectPrefix, until } } });
const answer = (code: number, body: string) => ({
  calls: { "github:index/getRestApi:getRestApi": () => ({ code, body }) },
});

const CASES: readonly (readonly [title: string, world: ProgramWorld, message: RegExp])[] = [
  [
    "a stated prefix with a pattern",
    { settings: { subjectPrefix: "repo:acme/*" } },
    /subjectPrefix: got "repo:acme\/\*"; expected/,
  ],
  [
    "a stated prefix that contradicts GitHub's",
    { settings: { subjectPrefix: "repo:acme/site" } },
    /subjectPrefix: got "repo:acme\/site", but GitHub says "repo:acme@1111\/site@2222"/,
  ],
  [
    "a second prefix of another repository",
    alsoTrust("repo:acme@1111/site@3333"),
    /alsoTrust.subjectPrefix: got .*, which is the repository 3333; expected the same repository, 2222/,
  ],
  [
    "a second identity for years",
    alsoTrust("repo:old/site", "2099-01-01"),
    /alsoTrust.until: got "2099-01-01"; expected a date/,
  ],
  ["a customised template", { customization: { ...CUSTOMIZATION, use_default: false } }, /use_default is false/],
  ["an archived repository", { repository: { ...REPOSITORY, archived: true } }, /the repository is archived/],
  [
    "a page of HTML",
    answer(200, "<html>Sign in</html>"),
    /200, but the body is not a JSON object: <html>Sign in<\/html>/,
  ],
  [
    "a trust policy that is too long",
    {
      settings: { branch: "b".repeat(200), alsoTrust: { subjectPrefix: `repo:old/${"n".repeat(100)}`, until: UNTIL } },
    },
    /trust policy of the role publish: has \d+ characters; expected at most 2048/,
  ],
];

describe("what cannot be trusted", () => {
  for (const [title, world, message] of CASES) {
    it(`is refused before any resource is registered: ${title}`, async () => {
      let before: readonly Registered[] = [];
      const deployment = deployProgram(world, (resources) => (before = resources));
      await assert.rejects(deployment, message);
      assert.deepEqual(
        before.map(({ type }) => type).filter((type) => !type.startsWith("pulumi:")),
        [],
      );
    });
  }
});
