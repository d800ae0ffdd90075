import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runDelivery } from "../support/delivery";
import { temporaryFolder } from "../support/temporary-folder";
import { environmentOf, type Item, itemOf, TOKEN, withIssues } from "./issues";

const MARKER = "<!-- drift of the stacks -->";
type Files = Readonly<Record<string, string>>;

describe("delivery/report-drift.ts", () => {
  const folder = temporaryFolder();
  const well: Files = { done: "" };
  const drifted: Files = { done: "", "preview.txt": "comment: by hand\n" };

  async function report(stacks: Readonly<Record<string, Files>>, list: readonly Item[] = [], env: Files = {}) {
    for (const [stack, files] of Object.entries(stacks)) {
      const own = join(folder(), `drift-${stack}`);
      mkdirSync(own);
      for (const [name, text] of Object.entries(files)) writeFileSync(join(own, name), text);
    }
    return withIssues({ list }, async ({ url, reads, writes }) => {
      const STACKS = JSON.stringify(Object.keys(stacks).map((stack) => ({ stack, prefix: stack.toUpperCase() })));
      const settings = { STACKS, REPORTS: folder(), ...environmentOf(url), ...env };
      const { code, stdout, stderr } = await runDelivery("report-drift.ts", { env: settings });
      assert.equal(stderr, "");
      assert.ok(!stdout.includes(TOKEN));
      return { code, stdout, reads, calls: writes.map(({ call }) => call), body: writes[0]?.body ?? {}, writes };
    });
  }

  it("opens an issue that says what differs, and of which stack", async () => {
    const { code, calls, body } = await report({
      dev: { ...drifted, "variables.txt": "DEV_BRANCH is missing\n" },
      prod: well,
    });
    assert.deepEqual([code, calls], [0, ["POST /issues"]]);
    assert.equal(body.title, "What is committed and what is there differ");
    assert.ok(body.body?.startsWith(MARKER));
    assert.match(
      body.body ?? "",
      /### `dev`: differs\n[^]*```text\nDEV_BRANCH is missing\n```[^]*```text\ncomment: by hand\n```[^]*### `prod`: nothing differs$/,
    );
  });

  it("updates the one that is open, on whichever page it is, and no other", async () => {
    const others = Array.from({ length: 120 }, (_, index) => itemOf(index, "talk"));
    const list = [
      itemOf(900, MARKER, "User"),
      itemOf(899, MARKER, "Bot", "another-app[bot]"),
      { ...itemOf(901, MARKER), pull_request: {} },
      itemOf(902, `about ${MARKER}`),
      ...others,
      itemOf(7, MARKER),
    ];
    const { calls, reads } = await report({ dev: drifted }, list);
    assert.deepEqual(calls, ["PATCH /issues/7"]);
    assert.deepEqual(
      reads,
      [1, 2].map((page) => `/issues?state=open&per_page=100&page=${page}`),
    );
  });

  it("reports an environment that is less protected, too", async () => {
    const { calls, body } = await report({
      dev: { done: "", "environment.txt": "reviewers: got nobody; expected user 5\n" },
    });
    assert.deepEqual(calls, ["POST /issues"]);
    assert.match(
      body.body ?? "",
      /### `dev`: differs\n\nThe GitHub environment is less .+\n\n```text\nreviewers: got nobody/,
    );
  });

  it("takes an empty report for no difference", async () => {
    assert.deepEqual((await report({ dev: { done: "", "environment.txt": "" } })).calls, []);
  });

  it("reports variables that differ, too", async () => {
    assert.deepEqual((await report({ dev: { done: "", "variables.txt": "x" } })).calls, ["POST /issues"]);
  });

  it("reports an edge function that is live and not what is committed, and what to do", async () => {
    const { calls, body } = await report({ dev: { done: "", "function.txt": "< a\n> b\n" } });
    assert.deepEqual(calls, ["POST /issues"]);
    assert.match(body.body ?? "", /### `dev`: differs[^]*LIVE[^]*publish it again[^]*```text\n< a\n> b\n```/);
    assert.deepEqual((await report({ prod: { done: "", "function.txt": "" } })).calls, []);
  });

  it("closes it, with a word, where nothing differs any more", async () => {
    const { calls, writes } = await report({ dev: well, prod: well }, [itemOf(7, MARKER)]);
    assert.deepEqual(calls, ["POST /issues/7/comments", "PATCH /issues/7"]);
    assert.deepEqual(writes[1]?.body, { state: "closed", state_reason: "completed" });
  });

  it("writes nothing where nothing differs and no issue is open", async () => {
    const { code, calls } = await report({ dev: well });
    assert.deepEqual([code, calls], [0, []]);
  });

  it("closes nothing while a stack is not known to be well", async () => {
    const { calls, stdout } = await report({ dev: well, prod: {} }, [itemOf(7, MARKER)]);
    assert.deepEqual(calls, []);
    assert.match(stdout, /^::warning::The comparison failed: prod$/m);
  });

  it("reports what differs in one while another is not known", async () => {
    const { body } = await report({ dev: drifted, prod: {} });
    assert.match(body.body ?? "", /### `dev`: differs[^]*### `prod`: the comparison failed/);
  });

  it("takes a single stack's report without a folder of its own, as it is downloaded", async () => {
    writeFileSync(join(folder(), "preview.txt"), "x");
    writeFileSync(join(folder(), "done"), "");
    const { calls } = await report({}, [], { STACKS: '[{"stack":"dev"}]' });
    assert.deepEqual(calls, ["POST /issues"]);
  });

  it("reads no report from another stack's artifact", async () => {
    mkdirSync(join(folder(), "drift-dev", "drift-prod"), { recursive: true });
    for (const name of ["done", "drift-prod/done", "drift-prod/preview.txt"])
      writeFileSync(join(folder(), "drift-dev", name), "forged");
    const { calls, stdout } = await report({}, [], { STACKS: '[{"stack":"dev"},{"stack":"prod"}]' });
    assert.deepEqual(calls, []);
    assert.match(stdout, /^::warning::The comparison failed: prod$/m);
  });

  it("says that more may differ where the comparison did not come to its end", async () => {
    const { body } = await report({ dev: { "preview.txt": "x" } });
    assert.match(body.body ?? "", /### `dev`: differs[^]*more may differ/);
  });

  it("cuts what is too long for an issue, each part by itself", async () => {
    const long = "something differs\n".repeat(20_000);
    const both = { done: "", "preview.txt": long, "function.txt": long, "variables.txt": long };
    const { code, body } = await report({ dev: both, prod: both });
    assert.equal(code, 0, "GitHub refused it");
    assert.equal(body.body?.match(/Cut here/g)?.length, 6);
  });

  for (const STACKS of ["", "[]", "{}", '[{"stack":"../dev"}]', '["dev"]']) {
    it(`refuses the stacks ${JSON.stringify(STACKS)}`, async () => {
      const { code, stdout, calls } = await report({ dev: well }, [], { STACKS });
      assert.deepEqual([code, calls], [1, []]);
      assert.match(stdout, /^::error::STACKS: /);
    });
  }
});
