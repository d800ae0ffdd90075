import assert from "node:assert/strict";

import type { PolicyDocument } from "../../components/policy/document";
import { deployProgram } from "../support/program";
import { BEFORE_RENAME, IMMUTABLE, LEGACY, ROLE_NAMES, tokenOf, TRANSFERRED } from "./places";
import { builtPolicies, END, gets, policiesOf, PROD, RENAMED, UNTIL } from "./worlds";

const SECOND = 1000;

describe("a second identity of the repository", () => {
  for (const role of ROLE_NAMES) {
    const current = tokenOf(role, IMMUTABLE);
    const old = tokenOf(role, BEFORE_RENAME);

    it(`lets the job of ${role} in under both names, until the date and not a moment longer`, async () => {
      const trust = (await policiesOf(RENAMED))[role];
      const at = async (now: Date) => [await gets(trust, current, now), await gets(trust, old, now)];
      assert.deepEqual(
        [
          await at(new Date()),
          await at(new Date(END.getTime() - SECOND)),
          await at(END),
          await at(new Date(END.getTime() + SECOND)),
        ],
        [
          [true, true],
          [true, true],
          [true, false],
          [true, false],
        ],
      );
    });

    it(`does not let the job of ${role} in with claims of both names`, async () => {
      const trust = (await policiesOf(RENAMED))[role];
      assert.deepEqual(
        {
          "old subject, new workflow file": await gets(trust, { ...old, job_workflow_ref: current.job_workflow_ref }),
          "new subject, old workflow file": await gets(trust, { ...current, job_workflow_ref: old.job_workflow_ref }),
        },
        { "old subject, new workflow file": false, "new subject, old workflow file": false },
      );
    });

    it(`does not let another repository in that has the old name by now, as ${role}`, async () => {
      const trust = (await policiesOf(RENAMED))[role];
      const others = {
        "of the same owner": { ...old, repository_id: "3333" },
        "of another owner": { ...old, repository_id: "9999", repository_owner_id: "8888" },
        "of another owner, with ids in its subject": tokenOf(role, {
          ...BEFORE_RENAME,
          subjectPrefix: "repo:old-acme@8888/old-site@9999",
          repositoryId: "9999",
          ownerId: "8888",
        }),
      };
      const answers = await Promise.all(Object.values(others).map((claims) => gets(trust, claims)));
      assert.deepEqual(answers, [false, false, false]);
    });
  }

  it("carries its own owner's id where its prefix has one, and does not lend it to the other", async () => {
    const trust = builtPolicies({ ...PROD, other: TRANSFERRED }).publish;
    const before = tokenOf("publish", IMMUTABLE);
    const after = tokenOf("publish", TRANSFERRED);
    assert.deepEqual(
      [
        await gets(trust, before),
        await gets(trust, after),
        await gets(trust, { ...before, repository_owner_id: after.repository_owner_id }),
        await gets(trust, { ...after, repository_owner_id: before.repository_owner_id }),
      ],
      [true, true, false, false],
    );
  });

  it("carries the current owner's id where its prefix has none", async () => {
    const trust = builtPolicies({ ...PROD, other: LEGACY }).publish;
    const old = tokenOf("publish", LEGACY);
    assert.deepEqual(
      [await gets(trust, old), await gets(trust, { ...old, repository_owner_id: "8888" })],
      [true, false],
    );
  });

  it("is left out from its date on", () => {
    assert.deepEqual(builtPolicies(RENAMED, END), builtPolicies(PROD));
    assert.notDeepEqual(builtPolicies(RENAMED, new Date(END.getTime() - SECOND)), builtPolicies(PROD));
  });

  it("is announced with the days that are left", async () => {
    const { messages } = await deployWithSecond(UNTIL);
    assert.deepEqual(messages.filter(isOfSecond), [
      "info: alsoTrust: AWS trusts repo:old-acme/old-site for 30 more days",
    ]);
  });

  it("is warned of once its date is past, and trusted no more", async () => {
    const { messages, resources } = await deployWithSecond("2020-02-29");
    assert.deepEqual(messages.filter(isOfSecond), [
      "warning: alsoTrust: repo:old-acme/old-site has expired and is no longer trusted; delete the key",
    ]);
    const roles = resources.filter(({ type }) => type === "aws:iam/role:Role");
    const statements = roles.map(
      ({ inputs }) => (JSON.parse(String(inputs.assumeRolePolicy)) as PolicyDocument).Statement.length,
    );
    assert.deepEqual([...new Set(statements)], [1]);
  });
});

function isOfSecond(message: string): boolean {
  return message.includes("alsoTrust");
}

function deployWithSecond(until: string): ReturnType<typeof deployProgram> {
  return deployProgram({ settings: { alsoTrust: { subjectPrefix: BEFORE_RENAME.subjectPrefix, until } } });
}
