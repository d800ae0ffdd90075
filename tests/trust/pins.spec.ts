import assert from "node:assert/strict";

import type { PolicyDocument, Statement } from "../../components/policy/document";
import { GITHUB_ISSUER } from "../support/evaluator";
import { type Attack, attacksOn } from "./attacks";
import { isInEnvironment, ROLE_NAMES, tokenOf, type TrustedName } from "./places";
import { END, gets, OLD_FORM, type Pin, pinsOf, policiesOf, PROD, RENAMED, type World } from "./worlds";

/**
 * The pins that stop only tokens which GitHub would not mint today, each with why it stays. Every other pin stops a
 * token that somebody can get from GitHub now.
 */
const REPEATED: Readonly<Record<TrustedName, readonly string[]>> = {
  publish: ["repository_id", "repository_owner_id", "environment"],
  infrastructure: ["repository_id", "repository_owner_id", "environment"],
  preview: ["repository_id", "repository_owner_id"],
  drift: ["repository_id", "repository_owner_id", "ref"],
  api: ["repository_id", "repository_owner_id", "environment"],
  nightly: ["repository_id", "repository_owner_id", "ref"],
};

for (const world of [PROD, OLD_FORM, RENAMED]) {
  describe(`no pin is decoration (${world.title})`, () => {
    for (const role of ROLE_NAMES) {
      const names = world.other === undefined ? ["current"] : ["current", "other"];
      for (const [index, name] of names.entries()) {
        it(`${role}: without any one condition of the ${name} identity a wrong token gets in`, async () => {
          const policy = (await policiesOf(world))[role];
          const pins = policy.Statement.slice(index, index + 1).flatMap(pinsOf);
          const found = await Promise.all(
            pins.map(async (pin) => ({
              pin,
              letIn: await firstLetIn(role, world, index, (all) => all.filter(({ key }) => key !== pin.key)),
            })),
          );
          assert.deepEqual(
            found.filter((pin) => pin.letIn === undefined).map(({ pin }) => pin.key),
            [],
          );
          assert.deepEqual(
            found
              .filter((pin) => pin.letIn?.neverMinted !== undefined)
              .map(({ pin }) => claimOf(pin.key))
              .sort(),
            [...REPEATED[role]].sort(),
          );
          const end = index === 1 ? 1 : 0;
          assert.equal(pins.length, (isInEnvironment(role) ? 7 : 6) + end);
        });
      }
    }

    it("preview: with more than the number of the pull request left open a wrong token gets in", async () => {
      const policy = (await policiesOf(world)).preview;
      for (const [index, statement] of policy.Statement.entries()) {
        const patterns = pinsOf(statement).filter(({ operator }) => operator === "StringLike");
        assert.equal(patterns.length, 2);
        for (const pin of patterns) {
          const [start = "", end = ""] = pin.value.split("*");
          for (const value of ["*", `*${end}`, `${start}*`]) {
            const letIn = await firstLetIn("preview", world, index, (all) =>
              all.map((other) => (other.key === pin.key ? { ...other, value } : other)),
            );
            assert.ok(letIn !== undefined, `${pin.key}: ${value}`);
          }
        }
      }
    });
  });
}

function claimOf(key: string): string {
  return key.replace(`${GITHUB_ISSUER}:`, "");
}

/** The policy with other conditions in one statement. */
function edited(policy: PolicyDocument, index: number, edit: (pins: readonly Pin[]) => readonly Pin[]): PolicyDocument {
  const statements = policy.Statement.map((statement, other) => {
    if (other !== index) return statement;
    const pins = edit(pinsOf(statement));
    const operators = [...new Set(pins.map(({ operator }) => operator))];
    const conditions = operators.map((operator) => [
      operator,
      Object.fromEntries(pins.filter((pin) => pin.operator === operator).map(({ key, value }) => [key, value])),
    ]);
    return { ...statement, Condition: Object.fromEntries(conditions) as NonNullable<Statement["Condition"]> };
  });
  return { ...policy, Statement: statements };
}

interface Try extends Attack {
  readonly now: Date;
}

const tries = new Map<string, readonly Try[]>();

/** All that must not get in by the statement of one identity, the tokens that GitHub would mint first. */
function triesOf(role: TrustedName, world: World, index: number): readonly Try[] {
  const key = `${role}, ${world.title}, ${index}`;
  const place = index === 0 ? world.place : world.other;
  const known = tries.get(key);
  if (known !== undefined || place === undefined) return known ?? [];
  const now = new Date();
  const wrong: Try[] = attacksOn(role, place).map((attack) => ({ ...attack, now }));
  const late: Try[] = [{ name: "the other name after its date", claims: tokenOf(role, place), now: END }];
  const all = [...(index === 0 ? [] : late), ...wrong].sort(
    (a, b) => Number(a.neverMinted !== undefined) - Number(b.neverMinted !== undefined),
  );
  tries.set(key, all);
  return all;
}

/** The first token that the edited policy lets in although it must not; one that GitHub would mint, if there is any. */
async function firstLetIn(
  role: TrustedName,
  world: World,
  index: number,
  edit: (pins: readonly Pin[]) => readonly Pin[],
): Promise<Try | undefined> {
  const policy = (await policiesOf(world))[role];
  const weaker = edited(policy, index, edit);
  for (const attempt of triesOf(role, world, index)) {
    if (!(await gets(weaker, attempt.claims, attempt.now))) continue;
    assert.equal(await gets(policy, attempt.claims, attempt.now), false, attempt.name);
    return attempt;
  }
  return undefined;
}
