import assert from "node:assert/strict";

import {
  type AlsoTrust,
  daysLeft,
  LONGEST_DAYS,
  otherIdentity,
  parseAlsoTrust,
} from "../../../components/policy/also-trust";
import { parseSubjectPrefix } from "../../../components/policy/subject-prefix";
import { IMMUTABLE, LEGACY } from "../../trust/places";

const UNTIL = new Date("2026-12-31T00:00:00Z");

describe("alsoTrust", () => {
  it("is a prefix and a date, which means its first moment in UTC", () => {
    assert.deepEqual(parseAlsoTrust({ subjectPrefix: "repo:old@5/site@2222", until: "2026-12-31" }), {
      subjectPrefix: {
        text: "repo:old@5/site@2222",
        owner: "old",
        name: "site",
        ids: { owner: "5", repository: "2222" },
      },
      until: UNTIL,
    });
  });

  it("has a day, also one that YAML was told without quotation marks", () => {
    for (const until of ["2026-12-31", "2026-12-31 00:00:00 +0000 UTC", "2026-12-31T00:00:00Z"]) {
      assert.deepEqual(parseAlsoTrust({ subjectPrefix: "repo:old/site", until })?.until, UNTIL);
    }
  });

  it("knows the days of each month, the leap day included", () => {
    const untilOf = (until: string) => parseAlsoTrust({ subjectPrefix: "repo:old/site", until })?.until.toISOString();
    assert.deepEqual(
      ["2028-02-29", "2027-02-29", "2026-11-31", "2026-13-01", "2026-00-10", "2026-12-00"].map(untilOf),
      ["2028-02-29T00:00:00.000Z", undefined, undefined, undefined, undefined, undefined],
    );
  });

  it("is nothing where it is empty", () => {
    assert.equal(parseAlsoTrust({}), null);
  });

  const until = "2026-12-31";
  const subjectPrefix = "repo:old/site";
  const wrong: Readonly<Record<string, unknown>> = {
    "nothing at all": undefined,
    null: null,
    text: "repo:old/site",
    "a list": [],
    "a list of one": [{ subjectPrefix, until }],
    "no date": { subjectPrefix },
    "no prefix": { until },
    "a key too many": { subjectPrefix, until, forever: true },
    "a word for a date": { subjectPrefix, until: "soon" },
    "an empty date": { subjectPrefix, until: "" },
    "a date with a time": { subjectPrefix, until: "2026-12-31T09:30:00Z" },
    "a date in another order": { subjectPrefix, until: "31-12-2026" },
    "a date with a new line": { subjectPrefix, until: "2026-12-31\n" },
    "a number for a date": { subjectPrefix, until: 20261231 },
    "a prefix with a pattern": { subjectPrefix: "repo:old/*", until },
    "a prefix without repo:": { subjectPrefix: "old/site", until },
    "a prefix with half of the ids": { subjectPrefix: "repo:old@1/site", until },
    "a prefix with a colon at its end": { subjectPrefix: "repo:old/site:", until },
    "a list of prefixes": { subjectPrefix: ["repo:old/site"], until },
  };
  for (const [title, value] of Object.entries(wrong)) {
    it(`is not ${title}`, () => {
      assert.equal(parseAlsoTrust(value), undefined);
    });
  }
});

describe("the days that are left of a second identity", () => {
  it("count a day that has begun, and are none from the date on", () => {
    const left = (now: string) => daysLeft({ ...trusting("repo:old/site"), until: UNTIL }, new Date(now));
    assert.deepEqual(
      [
        "2026-10-02T00:00:00Z",
        "2026-10-01T23:59:59Z",
        "2026-12-30T00:00:00Z",
        "2026-12-30T23:59:59.999Z",
        "2026-12-31T00:00:00Z",
        "2027-01-01T00:00:01Z",
      ].map(left),
      [LONGEST_DAYS, 91, 1, 1, 0, -1],
    );
    assert.equal(LONGEST_DAYS, 90);
  });
});

describe("the other identity of a repository", () => {
  it("has the names of its prefix and the ids of the repository, where the prefix has none", () => {
    assert.deepEqual(otherIdentity(trusting("repo:old/old-site"), IMMUTABLE), {
      subjectPrefix: "repo:old/old-site",
      owner: "old",
      name: "old-site",
      repositoryId: "2222",
      ownerId: "1111",
    });
  });

  it("has its own owner's id, where the prefix has one", () => {
    assert.deepEqual(otherIdentity(trusting("repo:new@5/site@2222"), LEGACY), {
      subjectPrefix: "repo:new@5/site@2222",
      owner: "new",
      name: "site",
      repositoryId: "2222",
      ownerId: "5",
    });
  });

  const refused: Readonly<Record<string, string>> = {
    "repo:acme@1111/site@2222": "which the roles trust anyway; expected the other one, or no alsoTrust",
    "repo:acme-1111/site-2222":
      "the form with hyphens, which GitHub never issues and anyone may register; expected repo:owner/name or repo:owner@id/name@id, both ids or neither, as GitHub gives it",
    "repo:acme@1111/site@3333": "which is the repository 3333; expected the same repository, 2222",
  };
  for (const [text, message] of Object.entries(refused)) {
    it(`is not ${text}, ${message.slice(0, 40)}...`, () => {
      assert.throws(() => otherIdentity(trusting(text), IMMUTABLE), {
        title: "The second identity cannot be trusted:",
        problems: [{ key: "alsoTrust.subjectPrefix", message: `got "${text}", ${message}` }],
      });
    });
  }

  it("may be the same names without ids, or with them: the form of the subject is another", () => {
    assert.equal(otherIdentity(trusting("repo:acme/site"), IMMUTABLE).subjectPrefix, "repo:acme/site");
    assert.equal(otherIdentity(trusting(IMMUTABLE.subjectPrefix), LEGACY).subjectPrefix, IMMUTABLE.subjectPrefix);
  });
});

function trusting(text: string): AlsoTrust {
  const subjectPrefix = parseSubjectPrefix(text);
  assert.ok(subjectPrefix);
  return { subjectPrefix, until: UNTIL };
}
