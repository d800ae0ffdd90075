// delivery/ may import nothing of components/, so both compare an environment by themselves: here with the same answers.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { environmentDifferences, foundEnvironment, promisedRules } from "../../components/policy/environment-answer";
import { TYPE_STRIPPING } from "../../lib/type-stripping";
import { ROOT } from "../support/program";

interface Row {
  readonly what: string;
  readonly protection?: "full" | "branch" | "none";
  readonly branch?: string;
  readonly users?: readonly number[];
  readonly teams?: readonly number[];
  /** What differs of a well protected environment. */
  readonly environment?: object;
  readonly rules?: readonly object[];
  readonly policies?: readonly object[];
  /** What GitHub lacks; where it has more than is promised, only the program's notices say so. */
  readonly lacks: readonly string[];
  readonly more?: readonly string[];
}

const people = (type: string, ...ids: number[]) => ids.map((id) => ({ type, reviewer: { id } }));
const approval = (reviewers: readonly object[], prevent_self_review = true) => ({
  type: "required_reviewers",
  prevent_self_review,
  reviewers,
});
const timer = (wait_timer: number) => ({ type: "wait_timer", wait_timer });
const all = approval([...people("Team", 9), ...people("User", 6, 5)]);
const custom = { protected_branches: false, custom_branch_policies: true };

const ROWS: readonly Row[] = [
  { what: "as promised", lacks: [] },
  {
    what: "no reviewers",
    rules: [timer(30)],
    lacks: [
      "reviewers: got nobody; expected team 9, user 5, user 6",
      "self-review prevented: got false; expected true",
    ],
  },
  {
    what: "a reviewer less",
    rules: [timer(30), approval(people("User", 5, 6))],
    lacks: ["reviewers: got user 5, user 6; expected team 9, user 5, user 6"],
  },
  {
    what: "a reviewer more",
    users: [5],
    teams: [9],
    rules: [timer(30), all],
    lacks: ["reviewers: got team 9, user 5, user 6; expected team 9, user 5"],
  },
  {
    what: "a user whose number is the team's",
    users: [5, 6],
    rules: [timer(30), approval([...people("User", 9, 5, 6)])],
    lacks: ["reviewers: got user 5, user 6, user 9; expected team 9, user 5, user 6"],
  },
  {
    what: "self-review",
    rules: [timer(30), { ...all, prevent_self_review: false }],
    lacks: ["self-review prevented: got false; expected true"],
  },
  {
    what: "self-review of the only reviewer",
    users: [5],
    teams: [],
    rules: [timer(30), approval(people("User", 5), false)],
    lacks: [],
  },
  {
    what: "bypass",
    environment: { can_admins_bypass: true },
    lacks: ["administrators may bypass: got true; expected false"],
  },
  {
    what: "bypass of which GitHub says nothing",
    environment: { can_admins_bypass: undefined },
    lacks: ["administrators may bypass: got true; expected false"],
  },
  { what: "a shorter timer", rules: [timer(5), all], lacks: ["wait timer: got 5 minutes; expected 30 minutes"] },
  {
    what: "a timer that is no number",
    rules: [{ type: "wait_timer", wait_timer: {} }, all],
    lacks: ["wait timer: got NaN minutes; expected 30 minutes"],
  },
  {
    what: "a longer timer",
    rules: [timer(60), all],
    lacks: [],
    more: ["wait timer: got 60 minutes; expected 30 minutes"],
  },
  {
    what: "every branch",
    environment: { deployment_branch_policy: null },
    lacks: ["branches: got every branch; expected main"],
  },
  {
    what: "every branch, where the one promised is named all",
    branch: "all",
    environment: { deployment_branch_policy: null },
    lacks: ["branches: got every branch; expected all"],
  },
  {
    what: "every protected branch",
    environment: { deployment_branch_policy: { protected_branches: true, custom_branch_policies: false } },
    lacks: ["branches: got every protected branch; expected main"],
  },
  {
    what: "another branch",
    policies: [{ id: 1, name: "dev", type: "branch" }],
    lacks: ["branches: got dev; expected main"],
  },
  {
    what: "a pattern besides",
    policies: [
      { id: 1, name: "main" },
      { id: 2, name: "*" },
    ],
    lacks: ["branches: got *, main; expected main"],
  },
  {
    what: "a tag of the same name",
    policies: [{ id: 1, name: "main", type: "tag" }],
    lacks: ["branches: got tag main; expected main"],
  },
  { what: "no branch", policies: [], lacks: ["branches: got none; expected main"] },
  {
    what: "nothing promised",
    protection: "none",
    environment: { deployment_branch_policy: null, can_admins_bypass: true },
    rules: [],
    lacks: [],
  },
  {
    what: "only the branch promised",
    protection: "branch",
    environment: { can_admins_bypass: true },
    rules: [],
    lacks: [],
  },
  {
    what: "only the branch promised, and more there",
    protection: "branch",
    rules: [approval(people("User", 5), false)],
    lacks: [],
    more: ["reviewers: got user 5; expected nobody", "administrators may bypass: got false; expected true"],
  },
];

const answersOf = ({
  environment,
  rules = [timer(30), all],
  policies = [{ id: 1, name: "main", type: "branch" }],
}: Row) => ({
  environment: {
    name: "prod",
    can_admins_bypass: false,
    deployment_branch_policy: custom,
    protection_rules: rules,
    ...environment,
  },
  policies: { total_count: policies.length, branch_policies: policies },
});

const promiseOf = ({ protection = "full", branch = "main", users = [5, 6], teams = [9] }: Row) => ({
  protection,
  branch,
  users,
  teams,
});

/** What delivery/lib/environment-rules.ts, a module of Node's own, says of each row. */
function delivery(): string[][] {
  const url = pathToFileURL(join(ROOT, "delivery/lib/environment-rules.ts")).href;
  const rows = ROWS.map((row) => ({ ...answersOf(row), ...promiseOf(row) }));
  const script = `
    import { foundRules, promisedRules, weaker } from ${JSON.stringify(url)};
    const rows = ${JSON.stringify(rows)};
    const said = rows.map(({ environment, policies, protection, branch, users, teams }) =>
      weaker(promisedRules(protection, branch, users, teams, 30), foundRules(environment, policies)));
    console.log(JSON.stringify(said));`;
  const command = [...TYPE_STRIPPING, "--input-type=module", "-e", script];
  return JSON.parse(execFileSync(process.execPath, command, { encoding: "utf8" })) as string[][];
}

/** What the program says of a row. Its order of reviewers is another. */
function program(row: Row): string[] {
  const { environment, policies } = answersOf(row);
  const { protection, branch, users, teams } = promiseOf(row);
  const found = foundEnvironment(environment, policies);
  assert.ok(found);
  const wanted = promisedRules({
    reviewers: { users, teams },
    waitMinutes: 30,
    environmentProtection: protection,
    branch,
  });
  return environmentDifferences(wanted, found);
}

/** A line with what it lists in one order. */
const inOrder = (line: string): string =>
  line.replaceAll(/(?:got|expected) [^;]+/g, (list) => {
    const [, word = "", names = ""] = /^(got|expected) (.+)$/.exec(list) ?? [];
    return `${word} ${names.split(", ").sort().join(", ")}`;
  });

describe("delivery/lib/environment-rules.ts", () => {
  let said: string[][] = [];
  before(() => {
    said = delivery();
  });

  for (const [index, row] of ROWS.entries()) {
    it(`and the program judge ${row.what} alike`, () => {
      assert.deepEqual(said[index], row.lacks);
      assert.deepEqual(program(row).map(inOrder), [...row.lacks, ...(row.more ?? [])].map(inOrder));
    });
  }
});
