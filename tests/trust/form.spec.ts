import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import ts from "typescript";

import type { Statement } from "../../components/policy/document";
import { CLAIMS_OF_EVERY_PROVIDER, claimsThatAwsLists, GITHUB_ISSUER } from "../support/evaluator";
import { PROVIDER_ARN, ROOT } from "../support/program";
import { pinnedClaims } from "./attacks";
import { ROLE_NAMES } from "./places";
import { pinsOf, policiesOf, RENAMED, UNTIL, WORLDS } from "./worlds";

/** The table of the design: what each role pins, and with which operator. Only a pull request's number is no constant. */
const EXACT = ["aud", "sub", "repository_id", "repository_owner_id", "ref", "job_workflow_ref"];
const OPERATORS: Readonly<Record<string, object>> = {
  publish: { StringEquals: [...EXACT, "environment"] },
  infrastructure: { StringEquals: [...EXACT, "environment"] },
  preview: {
    StringEquals: ["aud", "sub", "repository_id", "repository_owner_id"],
    StringLike: ["ref", "job_workflow_ref"],
  },
  drift: { StringEquals: EXACT },
  api: { StringEquals: [...EXACT, "environment"] },
  nightly: { StringEquals: EXACT },
};

for (const world of WORLDS) {
  describe(`the form of the trust policies in the world "${world.title}"`, () => {
    const places = [world.place, ...(world.other === undefined ? [] : [world.other])];

    it("trusts the account's provider alone, with exactly the keys of the table", async () => {
      const policies = await policiesOf(world);
      for (const role of ROLE_NAMES) {
        const { Version, Statement: statements } = policies[role];
        const sid = `The${role.charAt(0).toUpperCase()}${role.slice(1)}Job`;
        const ends = [
          { sid, end: {} },
          { sid: `${sid}UnderItsOtherNameForAWhile`, end: { DateLessThan: ["aws:CurrentTime"] } },
        ];
        assert.deepEqual(
          { Version, Statement: statements.map((statement) => ({ ...statement, Condition: keysOf(statement) })) },
          {
            Version: "2012-10-17",
            Statement: ends.slice(0, places.length).map(({ sid, end }) => ({
              Sid: sid,
              Effect: "Allow",
              Principal: { Federated: PROVIDER_ARN },
              Action: "sts:AssumeRoleWithWebIdentity",
              Condition: { ...sorted(withIssuer(OPERATORS[role] ?? {})), ...end },
            })),
          },
        );
      }
    });

    it("has no pattern but for the number of a pull request, and no policy variable", async () => {
      const policies = await policiesOf(world);
      const allowed = places.flatMap(({ owner, name }) => [
        { operator: "StringLike", key: `${GITHUB_ISSUER}:ref`, value: "refs/pull/*/merge" },
        {
          operator: "StringLike",
          key: `${GITHUB_ISSUER}:job_workflow_ref`,
          value: `${owner}/${name}/.github/workflows/preview.yml@refs/pull/*/merge`,
        },
      ]);
      for (const role of ROLE_NAMES) {
        const patterns = policies[role].Statement.flatMap(pinsOf).filter(({ value }) => /[*?]|\$\{/.test(value));
        assert.deepEqual(patterns, role === "preview" ? allowed : [], role);
      }
    });

    it("has texts alone as values, in policies that AWS takes for their size", async () => {
      const policies = await policiesOf(world);
      for (const role of ROLE_NAMES) {
        const values = policies[role].Statement.flatMap(pinsOf);
        assert.ok(values.every(({ value }) => typeof value === "string" && value !== ""));
        assert.ok(JSON.stringify(policies[role]).length <= 2048);
      }
    });
  });
}

describe("the end of the second identity", () => {
  it("is the first moment of the day that the config names, in the form that IAM's examples have", async () => {
    for (const role of ROLE_NAMES) {
      const [, second] = (await policiesOf(RENAMED))[role].Statement;
      assert.deepEqual(second?.Condition?.DateLessThan, { "aws:CurrentTime": `${UNTIL}T00:00:00Z` });
    }
  });
});

describe("the pinned keys", () => {
  it("are keys that AWS has for AssumeRoleWithWebIdentity: another one would lock everybody out", async () => {
    const mapped = [...CLAIMS_OF_EVERY_PROVIDER, ...(await claimsThatAwsLists())];
    for (const role of ROLE_NAMES) {
      assert.deepEqual(
        pinnedClaims(role).filter((claim) => !mapped.includes(claim)),
        [],
      );
    }
    assert.deepEqual(
      ["event_name", "runner_environment", "workflow_ref", "repository_owner", "head_ref"].filter((claim) =>
        mapped.includes(claim),
      ),
      [],
    );
  });

  it("are those that the attacks are made from", () => {
    const keys = (role: string) => Object.values(OPERATORS[role] ?? {}).flat() as string[];
    for (const role of ROLE_NAMES) assert.deepEqual(keys(role).sort(), pinnedClaims(role).sort());
  });
});

describe("the program's sources", () => {
  /** What code says, without what its comments say. */
  const codeOf = (text: string) =>
    ts.transpileModule(text, { compilerOptions: { removeComments: true, target: ts.ScriptTarget.ES2022 } }).outputText;
  const holdsWhenAbsent = (text: string) => /ForAllValues|IfExists/i.test(codeOf(text));

  it("have no operator that holds when the key is absent", () => {
    const files = readdirSync(join(ROOT, "components"), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => join("components", file));
    const bad = [...files, "index.ts"].filter((file) => holdsWhenAbsent(readFileSync(join(ROOT, file), "utf8")));
    // It knows the operators that a user's own policy may have; those of this program are not made of them.
    assert.deepEqual(bad, ["components/policy/own-role/document.ts"]);
    assert.ok(files.includes("components/policy/trust.ts"));
  });

  it("would be found to have one, in code but not in a comment", () => {
    assert.deepEqual(
      [
        'const a = { "ForAllValues:StringEquals": {} };',
        "const a = { StringEqualsIfExists: {} };",
        "const a = 1; // ForAllValues, IfExists",
        "/** `...IfExists` */ const a = 1;",
      ].map(holdsWhenAbsent),
      [true, true, false, false],
    );
  });
});

function keysOf({ Condition = {} }: Statement): object {
  return sorted(
    Object.fromEntries(Object.entries(Condition).map(([operator, values]) => [operator, Object.keys(values)])),
  );
}

function withIssuer(operators: object): object {
  return Object.fromEntries(
    Object.entries(operators).map(([operator, claims]) => [
      operator,
      (claims as string[]).map((claim) => `${GITHUB_ISSUER}:${claim}`),
    ]),
  );
}

function sorted(operators: object): object {
  return Object.fromEntries(
    Object.entries(operators).map(([operator, keys]) => [operator, [...(keys as string[])].sort()]),
  );
}
