import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publishPermissions } from "../../components/policy/publish-permissions";
import { ROUTINGS } from "../../components/policy/routing";
import { mayDo } from "../support/evaluator";
import { BUILT_SITE } from "./files";
import {
  BUCKET,
  CALLER,
  DISTRIBUTION,
  failed,
  log,
  publish,
  type Published,
  type Publishing,
  ROLE_ARN,
} from "./publish-run";
import { type AwsCall, brokenLinks, type Failure, World } from "./world";

const ARNS = {
  bucketArn: `arn:aws:s3:::${BUCKET}`,
  distributionArn: `arn:aws:cloudfront::111122223333:distribution/${DISTRIBUTION}`,
};
const COMMITS = { old: "a".repeat(40), new: "b".repeat(40) };
const IMMUTABLE = "public, max-age=31536000, immutable";

describe("publish-site.yml, step by step", function () {
  this.timeout(30_000);
  let base = "";
  let oldSite = "";
  let newSite = "";
  let published: World;
  let first: Published;
  /** The world after the second release. */
  let world: World;
  let second: Published;
  let folders = 0;

  const folder = (): string => join(base, String(folders++));

  const marker = (world: World) => (JSON.parse(world.text("release.json") ?? "{}") as { commit?: string }).commit;

  before(async function () {
    this.timeout(120_000);
    base = mkdtempSync(join(tmpdir(), "publish-"));
    oldSite = join(base, "old");
    newSite = join(base, "new");
    cpSync(BUILT_SITE, oldSite, { recursive: true });
    nextRelease(oldSite, newSite);
    published = new World(join(base, "published"));
    first = await publish({ runner: folder(), site: oldSite, world: published, run: "100", commit: COMMITS.old });
    assert.deepEqual(failed(first), [], log(first));
    world = published.copy(folder());
    second = await publish({ runner: folder(), site: newSite, world, run: "101", commit: COMMITS.new });
    assert.deepEqual(failed(second), [], log(second));
  });

  after(() => {
    rmSync(base, { recursive: true, force: true });
  });

  it("runs its steps in the order in which they are read", () => {
    assert.deepEqual(
      first.results.map(({ step, outcome }) => [step.name ?? step.uses?.split("@")[0], outcome]),
      [
        ["Refuse unless site.yml called, on the branch, after a push or by hand", "success"],
        ["actions/checkout", "success"],
        ["actions/setup-node", "success"],
        ["Refuse a variable that has another form", "success"],
        ["Refuse unless the environment before this one succeeded", "success"],
        ["actions/download-artifact", "success"],
        ["Read the account from the stack's committed file", "success"],
        ["Refuse unless the environment is protected as the stack's file promises", "success"],
        ["Assume the publish role", "success"],
        ["Say why AWS refused", "skipped"],
        ["Lay the release out", "success"],
        ["Sync the hashed assets", "success"],
        ["Sync everything else", "success"],
        ["Invalidate, and wait until it is done", "success"],
        ["Probe the site", "success"],
        ["Prune what no release needs any more", "success"],
        ["Trace", "success"],
      ],
    );
  });

  it("assumes the role for one run, for as long as the stack says, in the committed account only", () => {
    assert.deepEqual(first.inputs.assume, {
      "role-to-assume": ROLE_ARN,
      "role-session-name": "gha-100-1",
      "role-duration-seconds": "1800",
      "aws-region": "eu-central-1",
      "allowed-account-ids": "111122223333",
      "retry-max-attempts": "3",
    });
    assert.match(first.inputs.assume["role-session-name"], /^[\w+=,.@-]{2,64}$/);
  });

  it("calls AWS in this order, with these arguments, in the region of the site", () => {
    const at = (key: string): string => `s3://${BUCKET}${key}`;
    const once = { "no-progress": true, "cache-control": "no-cache" };
    const list = { command: "s3api list-objects-v2", options: { bucket: BUCKET, output: "json" }, paths: [] };
    assert.deepEqual(
      first.calls.map(({ command, options, paths }) => ({ command, options, paths: paths.map(withoutFolder) })),
      [
        list,
        { command: "s3 cp", options: { recursive: true, ...once }, paths: ["release/list", at("/_releases")] },
        {
          command: "s3 sync",
          options: { "no-progress": true, "size-only": true, "cache-control": IMMUTABLE },
          paths: ["release/assets", at("/assets")],
        },
        { command: "s3 cp", options: { recursive: true, ...once }, paths: ["release/new", at("")] },
        { command: "s3 cp", options: { recursive: true, ...once }, paths: ["release/rest", at("")] },
        { command: "s3 cp", options: once, paths: ["release/release.json", at("/release.json")] },
        {
          command: "cloudfront create-invalidation",
          options: { "distribution-id": DISTRIBUTION, paths: "/*", query: "Invalidation.Id", output: "text" },
          paths: [],
        },
        {
          command: "cloudfront wait invalidation-completed",
          options: { "distribution-id": DISTRIBUTION, id: "I2EXAMPLE" },
          paths: [],
        },
        list,
      ],
    );
    assert.deepEqual([...new Set(first.calls.map(({ region }) => region))], ["eu-central-1"]);
  });

  it("publishes every file of the build, assets for a year and all else not cached", () => {
    const files = filesOf(oldSite);
    assert.ok(files.filter((file) => file.startsWith("assets/")).length >= 3);
    const headers = Object.entries(published.bucket).map(([key, { cacheControl }]) => [key, cacheControl]);
    const wanted = [...files, "release.json", "_releases/100.json"].map((key) => [
      key,
      key.startsWith("assets/") ? IMMUTABLE : "no-cache",
    ]);
    assert.deepEqual(headers.sort(), wanted.sort());
    for (const file of files) assert.equal(published.text(file), readFileSync(join(oldSite, file), "utf8"));
  });

  it("says in release.json which commit and run are served, and in its list which files are the release", () => {
    const { time, ...release } = JSON.parse(published.text("release.json") ?? "") as Record<string, string>;
    assert.deepEqual(release, { commit: COMMITS.old, run: "100" });
    assert.ok(Math.abs(Date.now() - new Date(time ?? "").getTime()) < 120_000);
    const list = JSON.parse(published.text("_releases/100.json") ?? "") as unknown;
    assert.deepEqual(list, { ...release, time, files: filesOf(oldSite) });
  });

  it("leads from the summary to the commit, the run's session and the site", () => {
    for (const part of [COMMITS.old, "gha-100-1", ROLE_ARN, "/release.json"]) assert.ok(first.summary.includes(part));
  });

  describe("the next release", () => {
    const keysOf = (path: string) => second.calls.find(({ paths }) => paths[0]?.endsWith(path))?.uploaded;

    it("uploads of the assets only those that are not there yet", () => {
      assert.deepEqual(keysOf("release/assets"), [`assets/${assetOf(newSite, ".css")}`]);
    });

    it("uploads new pages first, and then all others, a changed page of the same size, too", () => {
      assert.deepEqual(keysOf("release/new"), ["new.html"]);
      assert.deepEqual(keysOf("release/rest"), ["404.html", "favicon.svg", "index.html", "robots.txt"]);
      assert.equal(world.text("404.html"), readFileSync(join(newSite, "404.html"), "utf8"));
      assert.equal(published.bucket["404.html"]?.size, world.bucket["404.html"]?.size);
    });

    it("deletes the pages that it does not have, and keeps the assets of the release before", () => {
      assert.deepEqual(second.calls.find(({ command }) => command === "s3api delete-objects")?.deleted, ["about.html"]);
      assert.ok(`assets/${assetOf(oldSite, ".css")}` in world.bucket);
      assert.deepEqual(brokenLinks(world), []);
    });
  });

  describe("what it needs of AWS", () => {
    const needed = new Set<string>();

    before(() => {
      for (const call of [...first.calls, ...second.calls]) for (const need of needsOf(call)) needed.add(need);
    });

    const policies = [publishPermissions(ARNS, "111122223333")];

    it("is allowed by the role's policy, call by call", async () => {
      assert.ok(needed.size > 10);
      for (const need of needed) {
        const [action = "", resource = ""] = need.split(" ");
        assert.ok(await mayDo({ policies, principal: ROLE_ARN, action, resource }), need);
      }
    });

    it("is all that the role's policy allows, but for reading lists and versions, which no release does yet", () => {
      const granted = policies.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action)).sort();
      const used = new Set([...needed].map((need) => need.split(" ")[0]));
      assert.deepEqual([...used, "s3:GetObject", "s3:GetObjectVersion"].sort(), granted);
    });
  });

  describe("a failure", () => {
    // The second release makes ten calls: see the order above; the tenth deletes.
    const CALLS: readonly (readonly [string, string])[] = [
      ["listing the bucket", "Lay the release out"],
      ["uploading the list", "Sync the hashed assets"],
      ["uploading the assets", "Sync the hashed assets"],
      ["uploading the new pages", "Sync everything else"],
      ["uploading the known pages", "Sync everything else"],
      ["uploading release.json", "Sync everything else"],
      ["invalidating", "Invalidate, and wait until it is done"],
      ["waiting", "Invalidate, and wait until it is done"],
      ["listing for the prune", "Prune what no release needs any more"],
      ["pruning", "Prune what no release needs any more"],
    ];
    const halfWay: readonly Failure[] = [
      { call: 4, files: 1 },
      { call: 4, files: 1, last: true },
      { call: 4, files: 3, last: true },
    ];
    const cases: readonly Failure[] = [...CALLS.map((_, call) => ({ call, files: 0 })), ...halfWay];

    for (const failure of cases) {
      const [what = "", stepName = ""] = CALLS[failure.call] ?? [];
      const when =
        failure.files === 0 ? "" : ` after ${failure.files} files${failure.last === true ? " from the end" : ""}`;
      it(`in ${what}${when} leaves a site without a broken link, and stops there`, async () => {
        const world = published.copy(folder());
        world.fail(failure);
        const result = await publish({ runner: folder(), site: newSite, world, run: "101", commit: COMMITS.new });
        assert.deepEqual(failed(result), [stepName], log(result));
        assert.equal(result.calls.length, failure.call + 1);
        assert.deepEqual(brokenLinks(world), []);
        // release.json comes last: it names the new release only where all of it is there.
        const whole = filesOf(newSite).every((file) => world.text(file) === readFileSync(join(newSite, file), "utf8"));
        assert.equal(marker(world), failure.call >= 6 ? COMMITS.new : COMMITS.old);
        assert.ok(whole || failure.call < 6);
      });
    }

    for (const routing of ROUTINGS) {
      it(`of an address to be routed so is found, with routing ${routing}`, async () => {
        const site = folder();
        cpSync(oldSite, site, { recursive: true });
        mkdirSync(join(site, "guide"));
        writeFileSync(join(site, "guide", "index.html"), "<h1>Guide</h1>");
        const release = { site, run: "101", commit: COMMITS.new };
        const well = await publish({ runner: folder(), world: published.copy(folder()), routing, ...release });
        assert.deepEqual(failed(well), [], log(well));
        const address = { files: "/guide/index.html", folders: "/guide/", html: "/guide/", app: "/about.html" }[
          routing
        ];
        assert.ok(log(well).includes(`ok ${address}: `), log(well));
        const other = routing === "app" ? "files" : "app";
        const [runner, world] = [folder(), published.copy(folder())];
        const wrong = await publish({ runner, world, routing, served: other, ...release });
        assert.deepEqual(failed(wrong), ["Probe the site"]);
      });
    }

    it("of CloudFront to show the new release is found, and nothing is pruned", async () => {
      const world = published.copy(folder());
      const front = published.copy(folder());
      const result = await publish({ runner: folder(), site: newSite, world, run: "101", commit: COMMITS.new, front });
      assert.deepEqual(failed(result), ["Probe the site"], log(result));
      assert.ok("about.html" in world.bucket);
      assert.equal(result.summary, "");
    });

    for (const failure of [
      { call: 3, files: 2 },
      { call: 4, files: 0 },
    ]) {
      it(`of the very first release in call ${failure.call} has put up nothing that links to what is missing`, async () => {
        const world = new World(folder());
        world.fail(failure);
        const result = await publish({ runner: folder(), site: oldSite, world, run: "100", commit: COMMITS.old });
        assert.deepEqual(failed(result), ["Sync everything else"], log(result));
        assert.ok(Object.keys(world.bucket).length > 5);
        assert.deepEqual(brokenLinks(world), ["/"]);
      });
    }

    it("is made good by the next run, also one by hand", async () => {
      const world = published.copy(folder());
      world.fail({ call: 4, files: 1 });
      await publish({ runner: folder(), site: newSite, world, run: "101", commit: COMMITS.new });
      world.fail({ call: -1, files: 0 });
      const again = await publish({
        runner: folder(),
        site: newSite,
        world,
        run: "101",
        commit: COMMITS.new,
        github: { event_name: "workflow_dispatch" },
      });
      assert.deepEqual(failed(again), [], log(again));
      assert.equal(marker(world), COMMITS.new);
    });
  });

  describe("before it does anything", () => {
    it("refuses, with no role assumed, where the environment was deleted and this job has made it anew", async () => {
      const environment = { can_admins_bypass: true, deployment_branch_policy: null, protection_rules: [] };
      const result = await publish({
        runner: folder(),
        site: oldSite,
        world,
        run: "100",
        commit: COMMITS.old,
        environment,
      });
      assert.deepEqual(failed(result), ["Refuse unless the environment is protected as the stack's file promises"]);
      assert.deepEqual([result.inputs.assume, result.calls], [undefined, []]);
    });

    async function refused(options: Partial<Publishing>): Promise<Published> {
      const world = published.copy(folder());
      const result = await publish({
        runner: folder(),
        site: newSite,
        world,
        run: "101",
        commit: COMMITS.new,
        ...options,
      });
      assert.deepEqual(world.calls, []);
      assert.deepEqual(world.bucket, published.bucket);
      return result;
    }

    const callers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      "pull_request_target, whose token AWS could not tell": { event_name: "pull_request_target" },
      "a schedule": { event_name: "schedule" },
      "another workflow on the branch": { workflow_ref: CALLER.replace("site.yml", "other.yml") },
      "a workflow whose name ends the same": { workflow_ref: CALLER.replace("site.yml", "my-site.yml") },
      "site.yml of another repository": { workflow_ref: CALLER.replace("acme/site", "acme/other") },
      "site.yml on another branch": { workflow_ref: CALLER.replace("main", "topic") },
      "a run on another branch": { ref: "refs/heads/topic", workflow_ref: CALLER.replace("main", "topic") },
      "a run on a tag that is named as the branch": {
        ref: "refs/tags/main",
        workflow_ref: CALLER.replace("heads", "tags"),
      },
    };
    for (const [caller, github] of Object.entries(callers)) {
      it(`refuses ${caller}`, async () => {
        const result = await refused({ github });
        assert.deepEqual(failed(result), ["Refuse unless site.yml called, on the branch, after a push or by hand"]);
        assert.equal(result.results.filter(({ outcome }) => outcome !== "skipped").length, 1);
        assert.match(result.results[0]?.output ?? "", /^::error::Not published: .+; wanted .+/);
      });
    }

    it("refuses where variables are missing or have another form, and names them all", async () => {
      const result = await refused({ vars: { SITE_BUCKET: "", DISTRIBUTION_ID: "file:///proc/self/environ" } });
      assert.deepEqual(failed(result), ["Refuse a variable that has another form"]);
      assert.deepEqual(result.inputs.assume, undefined);
      assert.match(log(result), /PROD_SITE_BUCKET: is missing; .+%0APROD_DISTRIBUTION_ID: got "file:/);
    });

    it("says why AWS refused where it does, and goes no further", async () => {
      const result = await refused({ denied: true });
      assert.deepEqual(failed(result), ["Assume the publish role", "Say why AWS refused"]);
      const { output = "" } = result.results.find(({ step }) => step.name === "Say why AWS refused") ?? {};
      assert.match(output, /id-token: write/);
    });
  });
});

/** The release after this one: another asset, a page more that the first one links to, one less, one of the same size. */
function nextRelease(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  const css = assetOf(from, ".css");
  const renamed = css.replace(/-.{8}\./, "-12345678.");
  renameSync(join(to, "assets", css), join(to, "assets", renamed));
  rmSync(join(to, "about.html"));
  for (const page of ["index.html", "404.html"]) {
    const text = readFileSync(join(from, page), "utf8").replaceAll(css, renamed).replaceAll("/about.html", "/new.html");
    writeFileSync(join(to, page), page === "404.html" ? sameSize(text, join(from, page)) : text);
  }
  cpSync(join(to, "index.html"), join(to, "new.html"));
}

function sameSize(text: string, file: string): string {
  return text.padEnd(readFileSync(file, "utf8").length, " ");
}

function assetOf(site: string, extension: string): string {
  return readdirSync(join(site, "assets")).find((name) => name.endsWith(extension)) ?? "";
}

function filesOf(site: string): string[] {
  const entries = readdirSync(site, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map(({ parentPath, name }) => join(parentPath, name).slice(site.length + 1)).sort();
}

function withoutFolder(path: string): string {
  return path.replace(/^.*\/(?=release\/)/, "");
}

/** The IAM actions that a call needs, each with its resource. */
function needsOf({ command, uploaded, deleted }: AwsCall): string[] {
  const objects = (keys: readonly string[], ...actions: string[]): string[] =>
    keys.flatMap((key) => actions.map((action) => `${action} ${ARNS.bucketArn}/${key}`));
  switch (command) {
    case "s3 cp":
      // The CLI sends a large file in parts, and takes them back where one fails.
      return objects(uploaded, "s3:PutObject", "s3:AbortMultipartUpload");
    case "s3 sync":
      return [`s3:ListBucket ${ARNS.bucketArn}`, ...objects(uploaded, "s3:PutObject", "s3:AbortMultipartUpload")];
    case "s3api list-objects-v2":
      return [`s3:ListBucket ${ARNS.bucketArn}`];
    case "s3api delete-objects":
      return objects(deleted, "s3:DeleteObject");
    case "cloudfront create-invalidation":
      return [`cloudfront:CreateInvalidation ${ARNS.distributionArn}`];
    case "cloudfront wait invalidation-completed":
      return [`cloudfront:GetInvalidation ${ARNS.distributionArn}`];
    default:
      throw new Error(`the test does not know which actions aws ${command} needs`);
  }
}
