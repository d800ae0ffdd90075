import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";

import { isBranchName } from "../../../components/policy/branch";

const GOOD = ["main", "release/2026.1", "feature/a-b_c", "v1", "a@b", "x-", "user/#1", "dollar$"];
const BAD = [
  "",
  "*",
  "release/*",
  "ma?n",
  "refs/heads/main",
  "refs/tags/v1",
  "has space",
  "a..b",
  "a~1",
  "a^",
  "a:b",
  "a[b",
  "a\\b",
  "/main",
  "main/",
  "a//b",
  ".hidden",
  "a/.hidden",
  "main.lock",
  "a.lock/b",
  "main.",
  "a@{b",
  "@",
  "HEAD",
  "-main",
  "tab\there",
  "${aws:username}",
  "a${b}",
];

describe("a branch name", () => {
  for (const [names, verdict] of [
    [GOOD, true],
    [BAD, false],
  ] as const) {
    for (const name of names) {
      it(`${verdict ? "may" : "may not"} be ${JSON.stringify(name)}`, () => {
        assert.equal(isBranchName(name), verdict);
      });
    }
  }

  it("is one that git accepts", () => {
    for (const name of GOOD) assert.equal(spawnSync("git", ["check-ref-format", "--branch", name]).status, 0, name);
  });
});
