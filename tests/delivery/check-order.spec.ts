import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runDelivery } from "../support/delivery";
import { withServer } from "../support/server";
import { temporaryFolder } from "../support/temporary-folder";

const COMMIT = "1".repeat(40);

interface Job {
  readonly name: string;
  readonly run_id?: unknown;
  readonly run_attempt?: unknown;
  readonly status?: string;
  readonly conclusion?: string | null;
}

type Answers = Readonly<Record<string, unknown>>;

describe("delivery/check-order.ts", () => {
  const folder = temporaryFolder();

  const jobs = (...given: readonly Job[]): Answers => ({
    "/actions/runs/7/jobs": {
      total_count: given.length,
      jobs: given.map((job) => ({ run_id: 7, run_attempt: 1, status: "completed", conclusion: "success", ...job })),
    },
  });
  const DEV: Job = { name: "Publish dev / Publish" };

  /** Runs the guard for prod; answers are by the path below the repository, without the query. */
  async function guard(
    answers: Answers,
    env: Readonly<Record<string, string>> = {},
    prod = "after: dev",
    dev = "",
    others: Readonly<Record<string, string>> = {},
    statuses: Readonly<Record<string, number>> = {},
  ) {
    const place = mkdtempSync(join(folder(), "run-"));
    const file = (stack: string, line: string): void => {
      writeFileSync(join(place, `Pulumi.${stack}.yaml`), `config:\n  repository: acme/site\n  ${line}\n`);
    };
    file("dev", dev);
    file("prod", prod);
    for (const [stack, text] of Object.entries(others)) writeFileSync(join(place, `Pulumi.${stack}.yaml`), text);
    const asked: string[] = [];
    const result = await withServer(
      ({ url = "" }, response) => {
        asked.push(url);
        const { pathname, search } = new URL(url, "http://x");
        const path = pathname.replace("/repos/acme/site", "");
        const answer = answers[path + search] ?? answers[path];
        response
          .writeHead(answer === undefined ? 404 : (statuses[path] ?? 200))
          .end(typeof answer === "string" ? answer : JSON.stringify(answer));
      },
      (url) =>
        runDelivery("check-order.ts", {
          folder: place,
          env: {
            FOR: "site",
            STACK: "prod",
            ENVIRONMENT: "prod",
            COMMIT,
            GITHUB_TOKEN: "token",
            GITHUB_REPOSITORY: "acme/site",
            GITHUB_RUN_ID: "7",
            GITHUB_API_URL: url,
            REQUEST_TIMEOUT_MS: "5000",
            RETRY_WAIT_MS: "1",
            ...env,
          },
        }),
    );
    return { ...result, asked };
  }

  async function passes(...given: Parameters<typeof guard>): Promise<string[]> {
    const { code, stdout, asked } = await guard(...given);
    assert.equal(code, 0, stdout);
    return asked;
  }

  async function refuses(message: RegExp, ...given: Parameters<typeof guard>): Promise<void> {
    const { code, stdout } = await guard(...given);
    assert.equal(code, 1, stdout);
    assert.match(stdout, message);
  }

  it("passes where the environment before succeeded in this run", async () => {
    await passes(jobs({ name: "Build" }, DEV));
    await passes(jobs({ name: "Up dev" }), { FOR: "infrastructure" });
  });

  it("asks for no job where nothing comes before, or another branch deploys it", async () => {
    const withdrawn = ["/repos/acme/site/contents/withdrawn.txt?ref=refs%2Fheads%2Fmain"];
    assert.deepEqual(await passes({}, {}, ""), withdrawn);
    assert.deepEqual(await passes({}, {}, "after: dev", "branch: next"), withdrawn);
    assert.deepEqual(await passes({}, { FOR: "infrastructure" }, ""), []);
  });

  it("refuses a commit that the branch's head withdraws: a rerun has the file as it was", async () => {
    const file = (text: string, encoding = "base64"): Answers => ({
      ...jobs(DEV),
      "/contents/withdrawn.txt": { encoding, content: Buffer.from(text).toString("base64") },
    });
    await passes(file(`${"2".repeat(40)} another\n`));
    await refuses(/COMMIT: got 1{40}, which is withdrawn/, file(`# why\n${COMMIT} leaks an address\n`));
    for (const line of [COMMIT.slice(0, 7), `  ${COMMIT}`, `\uFEFF${COMMIT} x`, `- ${COMMIT}\r`, `\n${COMMIT}, x`])
      await refuses(/COMMIT: got 1{40}, which is withdrawn/, file(line));
    await passes(file(`# ${COMMIT} is fine\n${"2".repeat(40)} is ${COMMIT}\n111111\n${COMMIT}1\n`));
    await refuses(/withdrawn\.txt: is not UTF-8 text/, file(Buffer.from(COMMIT, "utf16le").toString("latin1")));
    await refuses(/contents\/withdrawn\.txt\?ref=refs%252Fheads%252Fmain: GitHub answered 200/, file("", "none"));
  });

  it("counts the newest attempt", async () => {
    const again: Job = { ...DEV, run_attempt: 2 };
    await passes(jobs({ ...DEV, conclusion: "failure" }, again));
    await refuses(/ended with failure/, jobs(DEV, { ...again, conclusion: "failure" }));
    await refuses(/ended with in_progress/, jobs(DEV, { ...again, status: "in_progress", conclusion: null }));
    await refuses(/ended with success, success/, jobs(DEV, DEV));
  });

  for (const conclusion of [
    "failure",
    "cancelled",
    "skipped",
    "timed_out",
    "neutral",
    "stale",
    "action_required",
    null,
  ])
    it(`refuses where it ended with ${String(conclusion)}`, () =>
      refuses(/expected success/, jobs({ ...DEV, conclusion })));

  for (const status of ["queued", "in_progress", "waiting"])
    it(`refuses where it is ${status}`, () => refuses(/expected success/, jobs({ ...DEV, status })));

  for (const name of [
    "Publish dev",
    "Publish",
    "publish dev / publish",
    "Publish dev / Publish ",
    "Up dev",
    "Publish dev2 / Publish",
  ])
    it(`takes no other job for it: ${JSON.stringify(name)}`, () => refuses(/is not there/, jobs({ name })));

  it("reads all pages", async () => {
    const path = "/actions/runs/7/jobs";
    const page = (total: number, ...list: Job[]) => {
      const [given] = Object.values(jobs(...list)) as [object];
      return { ...given, total_count: total };
    };
    const at = (n: number) => `${path}?filter=latest&per_page=100&page=${n}`;
    await passes({ [at(1)]: page(2, { name: "Build" }), [at(2)]: page(2, DEV) });
    await refuses(/gave 1 jobs; expected all 2/, { [at(1)]: page(2, DEV), [at(2)]: page(2) });
    await refuses(/gave 2 jobs; expected all 1/, { [at(1)]: page(1, DEV, DEV) });
  });

  const unreadable: readonly unknown[] = [
    "",
    "<html>",
    "null",
    [],
    {},
    { jobs: [] },
    { total_count: 1, jobs: [null] },
    { total_count: 1, jobs: {} },
  ];
  for (const answer of unreadable)
    it(`refuses an answer that is not understood: ${JSON.stringify(answer)}`, () =>
      refuses(/::error::/, { "/actions/runs/7/jobs": answer }));

  for (const wrong of [{ run_id: 8 }, { run_id: "7" }, { run_attempt: "1" }, { run_attempt: 0 }, { run_attempt: null }])
    it(`refuses a job that is not understood: ${JSON.stringify(wrong)}`, () =>
      refuses(/answered with a job/, jobs({ ...DEV, ...wrong })));

  it("refuses where GitHub does, or is not there", async () => {
    await refuses(/GitHub answered 404/, {});
    await refuses(/Is it reachable/, {}, { GITHUB_API_URL: "http://127.0.0.1:1" });
  });

  it("reads the order from the committed file alone, and refuses where that cannot be used", async () => {
    await refuses(/expected success/, jobs({ ...DEV, conclusion: "failure" }), { AFTER: "", PROD_AFTER: "" });
    await refuses(/STACK: got other/, jobs(DEV), { STACK: "other" });
    await refuses(/ENVIRONMENT: got dev; expected prod/, jobs(DEV), { ENVIRONMENT: "dev" });
    await refuses(/no usable file serves staging/, jobs(DEV), {}, "after: staging");
    await refuses(/no usable file serves dev/, jobs(DEV), {}, "after: dev", "branch: *x");
    await refuses(/STACK: got prod/, jobs(DEV), {}, "after: *x");
    await refuses(/GITHUB_TOKEN: is missing/, jobs(DEV), { GITHUB_TOKEN: "" });
  });

  describe("with a file that says `before: prod`", () => {
    const STAGING: Job = { name: "Publish staging / Publish" };
    const file = (...lines: string[]) => `config:\n${lines.map((line) => `  ${line}\n`).join("")}`;
    const staging = file("repository: acme/site", "after: dev", "before: prod");
    const between = (list: Answers, other = staging, prod = "after: dev") =>
      [list, {}, prod, "", { staging: other }] as const;

    it("passes where both environments succeeded in this run", async () => {
      await passes(...between(jobs(DEV, STAGING)));
      await passes(...between(jobs(STAGING), staging, "protect: true"));
      await passes(...between(jobs(DEV, { ...STAGING, conclusion: "failure" }, { ...STAGING, run_attempt: 2 })));
      const up = [{ name: "Up dev" }, { name: "Up staging" }];
      await passes(jobs(...up), { FOR: "infrastructure" }, "after: dev", "", { staging });
    });

    for (const conclusion of ["failure", "cancelled", "skipped", "timed_out", "neutral", null]) {
      it(`refuses where either ended with ${String(conclusion)}`, async () => {
        await refuses(/comes after staging, .*expected success/, ...between(jobs(DEV, { ...STAGING, conclusion })));
        await refuses(/comes after dev, .*expected success/, ...between(jobs({ ...DEV, conclusion }, STAGING)));
      });
    }

    it("refuses where either is not in this run", async () => {
      await refuses(/"Publish staging \/ Publish" of this run is not there/, ...between(jobs(DEV)));
      await refuses(/"Publish dev \/ Publish" of this run is not there/, ...between(jobs(STAGING)));
      await refuses(/comes after staging, .*is not there/, ...between(jobs(DEV), staging, "protect: true"));
    });

    const spellings: readonly (readonly string[])[] = [
      ["repository: Acme/Site", "before: prod"],
      ["repository: acme/site", '"before": "prod"'],
      ["repository: acme/site", "passwordless-cicd:before: prod"],
      ["repository: acme/site", "environment: live", "before: prod"],
    ];
    for (const lines of spellings)
      it(`waits, however it is written: ${lines.join(", ")}`, () =>
        refuses(/prod comes after (?:staging|live), .*is not there/, ...between(jobs(DEV), file(...lines))));

    const lost: readonly string[] = [
      file("repository: acme/site", "branch: ''", "before: prod"),
      file("repository: acme/site", "before: [prod]"),
      file("repository: acme/site", "before: &a prod"),
      file("repository: acme/site", "before: Prod"),
      file("repository: acme/site", "before: prod", "before: dev"),
      file("repository: acme", "before: prod"),
      file("before: prod"),
      `${staging}---\n${staging}`,
      `${staging}\0`,
      "config: *x\n",
      "",
    ];
    for (const text of lost)
      it(`refuses where that file cannot be used: ${JSON.stringify(text)}`, () =>
        refuses(/::error::/, ...between(jobs(DEV, STAGING), text)));

    it("takes no other repository's file, and none that is for another environment", async () => {
      await passes(...between(jobs(DEV), file("repository: acme/other", "before: prod")));
      await passes(...between(jobs(DEV), file("repository: acme/site", "before: test")));
      await passes(...between(jobs(DEV), file("repository: acme/site", "branch: ''")));
      await passes(...between(jobs(DEV), file("repository: acme/site", "branch: next", "before: prod")));
    });

    it("lets a circle through nowhere", async () => {
      await refuses(/comes after prod, .*expected success/, ...between(jobs(DEV), staging, "before: prod"));
      await refuses(
        /comes after staging/,
        ...between(jobs(DEV), file("repository: acme/site", "after: prod", "before: prod")),
      );
    });
  });

  describe("for a commit that was given by hand", () => {
    const BY_HAND = { ROLLBACK: "true" };
    const status = { state: "success", log_url: "https://github.com/acme/site/actions/runs/5/job/9" };
    const run = { event: "push", head_sha: COMMIT, head_branch: "main", path: ".github/workflows/site.yml" };
    const job = {
      name: "Publish prod / Publish",
      run_id: 5,
      run_attempt: 1,
      status: "completed",
      conclusion: "success",
    };
    const before = (...[one = {}, two = {}, three = {}, four = {}]: readonly object[]): Answers => ({
      "/deployments": [{ id: 3, sha: COMMIT, environment: "prod", ...one }],
      "/deployments/3/statuses": [{ state: "inactive" }, { ...status, ...two }, { state: "queued" }],
      "/actions/runs/5": { ...run, ...three },
      "/actions/runs/5/jobs": { total_count: 1, jobs: [{ ...job, ...four }] },
    });

    it("passes where a push of it was published to this environment", async () => {
      const asked = await passes(before(), BY_HAND);
      assert.ok(asked[1]?.startsWith(`/repos/acme/site/deployments?environment=prod&sha=${COMMIT}&`));
      await passes(before({}, {}, { path: ".github/workflows/site.yml@refs/heads/main" }), BY_HAND);
    });

    it("asks also where no environment comes before: the branch holds commits that nobody reviewed", async () => {
      await passes(before(), BY_HAND, "");
      await refuses(/was never published to prod by a push to main/, { "/deployments": [] }, BY_HAND, "");
      await refuses(/by a push to live/, before(), BY_HAND, "after: dev\n  branch: live");
    });

    const wrong: readonly (readonly object[])[] = [
      [{ sha: "2".repeat(40) }],
      [{ environment: "dev" }],
      [{ id: "3/../4" }],
      [{}, { state: "failure" }],
      [{}, { log_url: "" }],
      [{}, {}, { event: "workflow_dispatch" }],
      [{}, {}, { head_sha: "2".repeat(40) }],
      [{}, {}, { path: ".github/workflows/infrastructure.yml" }],
      [{}, {}, { head_branch: "feature" }],
      [{}, {}, {}, { conclusion: "failure" }],
      [{}, {}, {}, { name: "Publish dev / Publish" }],
    ];
    for (const change of wrong)
      it(`refuses what was not: ${JSON.stringify(change)}`, () =>
        refuses(/was never published to prod by a push/, { ...before(...change), ...jobs(DEV) }, BY_HAND));

    it("passes where an attempt of that run published it, and a later one did not", async () => {
      const jobs = [job, { ...job, run_attempt: 2, conclusion: "cancelled" }];
      const asked = await passes({ ...before(), "/actions/runs/5/jobs": { total_count: 2, jobs } }, BY_HAND);
      assert.match(asked.at(-1) ?? "", /\/actions\/runs\/5\/jobs\?filter=all&/);
    });

    it("goes on after a deployment that leads to a run that is not there: deleted, or made up", async () => {
      const gone = { state: "success", log_url: "https://github.com/acme/site/actions/runs/404/job/1" };
      const [real] = before()["/deployments"] as object[];
      const list = { "/deployments": [{ ...real, id: 4 }, real], "/deployments/4/statuses": [gone] };
      await passes({ ...before(), ...list }, BY_HAND);
      await refuses(
        /was never published to prod/,
        { ...before(), ...list, "/deployments/3/statuses": [gone] },
        BY_HAND,
      );
      await refuses(/runs\/5: GitHub answered 403/, before(), BY_HAND, "", "", {}, { "/actions/runs/5": 403 });
    });

    it("refuses an answer that is not understood", async () => {
      await refuses(/::error::/, { "/deployments": {} }, BY_HAND);
      await refuses(/::error::/, { ...before(), "/deployments/3/statuses": "x" }, BY_HAND);
      await refuses(/ROLLBACK: got/, before(), { ROLLBACK: "yes" });
    });
  });
});
