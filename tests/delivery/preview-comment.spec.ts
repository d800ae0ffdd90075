import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { decide } from "../../commands/plan/decision";
import { runDelivery } from "../support/delivery";
import { temporaryFolder } from "../support/temporary-folder";
import { environmentOf, type Item, itemOf, TOKEN, withIssues } from "./issues";

const COMMIT = "d".repeat(40);
const marker = (stack: string, run: number): string => `<!-- preview of ${stack}, run ${run} -->`;
const RUN = "https://github.com/acme/site/actions/runs/100";

interface Options {
  readonly comments?: readonly Item[];
  readonly diff?: string;
  readonly steps?: Parameters<typeof decide>[0];
  readonly decision?: string;
  readonly githubApp?: string;
  readonly environment?: string;
  readonly refusal?: number;
  readonly env?: Readonly<Record<string, string>>;
}

describe("delivery/preview-comment.ts", () => {
  const folder = temporaryFolder();

  async function comment({
    comments = [],
    diff,
    steps = [],
    decision = JSON.stringify(decide(steps)),
    githubApp = "appId=7\n",
    environment = "",
    refusal,
    env = {},
  }: Options) {
    if (diff !== undefined) writeFileSync(join(folder(), "diff.txt"), diff);
    writeFileSync(join(folder(), "decision.json"), decision);
    writeFileSync(join(folder(), "github-app.txt"), githubApp);
    writeFileSync(join(folder(), "environment.txt"), environment);
    return withIssues({ list: comments, refusal }, async ({ url, reads, writes }) => {
      const settings = { STACK: "prod", PREVIEW: folder(), PULL_REQUEST: "17", COMMIT, ...environmentOf(url), ...env };
      const { code, stdout, stderr } = await runDelivery("preview-comment.ts", { env: settings });
      assert.equal(stderr, "");
      assert.ok(!stdout.includes(TOKEN));
      return { code, stdout, reads, writes, body: writes[0]?.body.body ?? "" };
    });
  }

  it("writes a comment where there is none", async () => {
    const { code, writes, body } = await comment({ diff: "Resources:\n    39 unchanged\n" });
    assert.equal(code, 0);
    assert.deepEqual(
      writes.map(({ call }) => call),
      ["POST /issues/17/comments"],
    );
    assert.equal(
      body,
      [
        marker("prod", 100),
        "### Preview of `prod`: nothing would change",
        "",
        "<details><summary>What <code>pulumi preview --diff</code> prints</summary>",
        "",
        "```text",
        "Resources:",
        "    39 unchanged",
        "```",
        "",
        "</details>",
        "",
        `<sub>Commit \`${COMMIT}\`, [this run](${RUN}).</sub>`,
      ].join("\n"),
    );
  });

  it("says first where GitHub does not protect the environment as the settings say", async () => {
    const environment = "reviewers: got nobody; expected user 5\nbranches: got every branch; expected `main`\n";
    for (const decision of [undefined, ""]) {
      const { body } = await comment({ diff: "x", environment, ...(decision === undefined ? {} : { decision }) });
      assert.match(
        body,
        /^<!--.+-->\n### Preview of `prod`: .+\n\n#### .+ GitHub does not protect .+\n\n- `reviewers: got nobody; expected user 5`\n- `branches: got every branch; expected main `\n\n/,
      );
    }
  });

  it("updates its own, on whichever page it is, and no other", async () => {
    const others = Array.from({ length: 230 }, (_, index) => itemOf(index, "talk", "User"));
    const comments = [
      itemOf(900, marker("prod", 90), "User"),
      itemOf(899, marker("prod", 90), "Bot", "another-app[bot]"),
      itemOf(901, marker("dev", 90)),
      itemOf(902, `Said before: ${marker("prod", 90)}`),
      ...others,
      itemOf(7, `${marker("prod", 90)}\n### Preview`),
    ];
    const { reads, writes } = await comment({ comments, diff: "x" });
    assert.deepEqual(
      writes.map(({ call }) => call),
      ["PATCH /issues/comments/7"],
    );
    assert.deepEqual(
      reads,
      [1, 2, 3].map((page) => `/issues/17/comments?per_page=100&page=${page}`),
    );
  });

  it("asks for one more page where the last one is full", async () => {
    const comments = Array.from({ length: 100 }, (_, index) => itemOf(index, "talk", "User"));
    const { reads, writes } = await comment({ comments, diff: "x" });
    assert.deepEqual([reads.length, writes.length], [2, 1]);
  });

  it("updates the comment of an earlier attempt of its run, and leaves a later run's alone", async () => {
    assert.equal((await comment({ comments: [itemOf(7, marker("prod", 100))], diff: "x" })).writes.length, 1);
    const later = await comment({ comments: [itemOf(7, marker("prod", 101))], diff: "x" });
    assert.deepEqual([later.code, later.writes], [0, []]);
    assert.match(later.stdout, /from a later run/);
  });

  it("shows what changes the trust root first, with who must apply it", async () => {
    const steps = [
      { op: "replace", type: "aws:s3/bucket:Bucket", name: "site" },
      { op: "update", type: "aws:iam/role:Role", name: "publish" },
      { op: "update", type: "aws:cloudfront/distribution:Distribution", name: "site" },
    ];
    const { body } = await comment({ steps, diff: "x" });
    const order = [
      "### Preview of `prod`: 3 to change",
      "#### ⚠️ This changes who may do what",
      "An administrator must apply this pull request, by `pulumi up --stack prod`",
      "- `update aws:iam/role:Role publish` (`it decides who may do what`)",
      "#### Only an administrator may apply this, too",
      "- `replace aws:s3/bucket:Bucket site`",
      "<details>",
    ].map((part) => body.indexOf(part));
    assert.ok(!order.includes(-1), body);
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
    );
    assert.equal(body.split("An administrator must").length, 2);
  });

  it("names the administrator where only the site is replaced, and nobody where the workflow does it all", async () => {
    const replaced = await comment({
      steps: [{ op: "replace", type: "aws:s3/bucket:Bucket", name: "site" }],
      diff: "x",
    });
    assert.match(replaced.body, /An administrator must apply/);
    assert.doesNotMatch(replaced.body, /who may do what/);
    const edgeFunction = { op: "update", type: "aws:cloudfront/function:Function", name: "site" };
    const updated = await comment({ steps: [edgeFunction], diff: "x" });
    assert.doesNotMatch(updated.body, /dministrator/);
    assert.match(updated.body, /the infrastructure workflow applies all of it/);
  });

  it("names the administrator where the stack has no GitHub App: then no workflow may write", async () => {
    const edgeFunction = { op: "update", type: "aws:cloudfront/function:Function", name: "site" };
    const { body } = await comment({ steps: [edgeFunction], diff: "x", githubApp: "" });
    assert.match(body, /After the merge an administrator applies it, by `pulumi up --stack prod`: .+VARIABLES_TOKEN/);
    assert.doesNotMatch(body, /applies all of it/);
  });

  it("shows under the same heading what the list of stacks itself would be, also where nothing else is known", async () => {
    const env = { SECURITY: "- `prod`: its branch changes from `main` to `next`\n- `qa`: is new" };
    const heading = "#### ⚠️ This changes who may do what\n\n";
    const role = { op: "update", type: "aws:iam/role:Role", name: "publish" };
    for (const [options, next] of [
      [{}, "\n\n<details>"],
      [{ steps: [role] }, "\n\nAn administrator must apply this pull request"],
      [{ decision: "" }, "\n\nNothing is known of what this pull request would change."],
    ] as const) {
      const { body } = await comment({ ...options, diff: "x", env });
      assert.ok(body.includes(heading + env.SECURITY + next), body);
      assert.equal(body.split(heading).length, 2);
    }
  });

  it("shows it also where no stack is previewed, the last one having gone for example", async () => {
    const env = { STACK: "-", SECURITY: "- `prod`: goes" };
    const { body } = await comment({ decision: "", env });
    const lines = [marker("-", 100), "### No stack is previewed", "", "#### ⚠️ This changes who may do what", ""];
    assert.equal(body, [...lines, env.SECURITY, "", `<sub>Commit \`${COMMIT}\`, [this run](${RUN}).</sub>`].join("\n"));
  });

  it("says that the preview failed, with what it printed", async () => {
    for (const decision of [
      "",
      "{",
      "[]",
      '{"changes":{}}',
      JSON.stringify({ changes: [], reserved: [{ op: "a", type: "b", name: "c" }] }),
    ]) {
      const { code, body } = await comment({ decision, diff: "error: branch: got nothing" });
      assert.equal(code, 0);
      assert.match(
        body,
        /### Preview of `prod`: failed\n\nNothing is known[^]+```text\nerror: branch: got nothing\n```/,
      );
    }
  });

  it("says so where it left nothing at all", async () => {
    const { body } = await comment({ decision: "", env: { PREVIEW: join(folder(), "nowhere") } });
    assert.match(
      body,
      /: failed\n[^]*There is no output; \[the run\]\(https:\/\/github\.com\/acme\/site\/actions\/runs\/100\)/,
    );
  });

  for (const [what, diff] of [
    ["is too long", "~ update of something\n".repeat(10_000)],
    ["is too long and of characters of two units", "😀".repeat(60_000)],
    ["is too long and of such characters from the second unit on", `x${"😀".repeat(60_000)}`],
    ["is nothing but backticks", "`".repeat(70_000)],
  ] as const) {
    it(`cuts a preview that ${what}, and says where the rest is`, async () => {
      const { code, body } = await comment({ diff });
      assert.equal(code, 0, "GitHub refused it");
      assert.ok(body.length <= 65_536 && body.length > 50_000, String(body.length));
      assert.match(body, /\*\*Cut here: the whole text is in the log of \[the run\]/);
      assert.match(body, /<\/details>\n\n<sub>Commit/);
      assert.doesNotMatch(body, /[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
    });
  }

  it("lists no more than fits", async () => {
    const steps = Array.from({ length: 3_000 }, () => ({
      op: "update",
      type: "aws:iam/role:Role",
      name: "r".repeat(90),
    }));
    const { code, body } = await comment({ steps, diff: "x".repeat(100_000) });
    assert.equal(code, 0);
    assert.match(body, /\n- and 2950 more\n/);
    assert.match(body, /Cut here/);
  });

  it("lets nothing in a preview out of its block, nor anything in a name", async () => {
    const diff = "before\n```\n</details>\n````\n@octocat";
    const { body } = await comment({
      diff,
      steps: [{ op: "update", type: "aws:iam/role:Role", name: "`<b>\n# @octocat" }],
    });
    assert.ok(body.includes(`\`\`\`\`\`text\n${diff}\n\`\`\`\`\``));
    assert.ok(body.includes("- `update aws:iam/role:Role <b> # @octocat` ("), body);
  });

  it("fails where GitHub refuses, without the token", async () => {
    const { code, stdout } = await comment({ diff: "x", refusal: 403 });
    assert.equal(code, 1);
    assert.match(
      stdout,
      /^::error::POST \/repos\/acme\/site\/issues\/17\/comments: GitHub answered 403: Validation Failed/m,
    );
  });
});
