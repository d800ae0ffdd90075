import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publishPermissions } from "../../components/policy/publish-permissions";
import { ROUTINGS } from "../../components/policy/routing";
import { mayDo } from "../support/evaluator";
import { BUCKET, DISTRIBUTION, type DoubleOptions, type Received } from "../support/s3/double";
import { brokenLinks, shown } from "../support/s3/publishing";
import { Store } from "../../offline/s3/store";
import { BUILT_SITE } from "./files";
import { CALLER, failed, log, publish, type Published, type Publishing, ROLE_ARN } from "./publish-run";

const ARNS = {
  bucketArn: `arn:aws:s3:::${BUCKET}`,
  distributionArn: `arn:aws:cloudfront::111122223333:distribution/${DISTRIBUTION}`,
};
const COMMITS = { old: "a".repeat(40), new: "b".repeat(40) };
const IMMUTABLE = "public, max-age=31536000, immutable";
const PAGE = "public, max-age=0, s-maxage=86400, must-revalidate";
const OWN = [
  "_releases/100-1.begun.json.gz",
  "_releases/100-1.invalidated.json",
  "_releases/100-1.json.gz",
  "release.json",
];

describe("publish-site.yml, step by step", function () {
  const started = Date.now();
  let base = "";
  let oldSite = "";
  let newSite = "";
  let published: Store;
  let first: Published;
  /** The bucket after the second release. */
  let store: Store;
  let second: Published;
  /** The first release, restored after the second. */
  let restored: Store;
  let third: Published;
  let folders = 0;

  const folder = (): string => join(base, String(folders++));

  const textOf = (store: Store, key: string) => store.find(key)?.bytes?.toString();
  const marker = (store: Store) => (JSON.parse(textOf(store, "release.json") ?? "{}") as { commit?: string }).commit;

  before(async () => {
    base = mkdtempSync(join(tmpdir(), "publish-"));
    oldSite = join(base, "old");
    newSite = join(base, "new");
    cpSync(BUILT_SITE, oldSite, { recursive: true });
    nextRelease(oldSite, newSite);
    published = new Store();
    first = await publish({ runner: folder(), site: oldSite, store: published, run: "100", commit: COMMITS.old });
    assert.deepEqual(failed(first), [], log(first));
    store = published.copy();
    second = await publish({ runner: folder(), site: newSite, store, run: "101", commit: COMMITS.new });
    assert.deepEqual(failed(second), [], log(second));
    restored = store.copy();
    const again = { runner: folder(), site: oldSite, store: restored, run: "102", commit: COMMITS.old, restore: true };
    third = await publish({ ...again, github: { event_name: "workflow_dispatch" } });
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
        ["Prepare the release", "success"],
        ["Assume the publish role", "success"],
        ["Say why AWS refused", "skipped"],
        ["Sync the site", "success"],
        ["Restore the site", "skipped"],
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

  it("calls AWS in this order, as the session that it has assumed, and names the bucket's owner", () => {
    const phases = first.received.map(({ method, key, call }) => {
      if (call.includes("/distribution/")) return call;
      return method === "PUT" && !OWN.includes(key) ? "PUT a file" : call.replace(/\?.*(prefix=?.*)/, "?$1");
    });
    assert.deepEqual(
      phases.filter((phase, index) => phase !== phases[index - 1]),
      [
        "PUT /_releases/100-1.begun.json.gz",
        "GET ?prefix",
        "PUT a file",
        "PUT /_releases/100-1.json.gz",
        "PUT /release.json",
        `POST /2020-05-31/distribution/${DISTRIBUTION}/invalidation`,
        `GET /2020-05-31/distribution/${DISTRIBUTION}/invalidation/I0000000000001`,
        "PUT /_releases/100-1.invalidated.json",
        "GET ?prefix=_releases/",
      ],
    );
    assert.deepEqual(
      first.received.filter(({ status }) => status >= 300),
      [],
    );
  });

  it("publishes every file of the build, with its type, hashed ones for a year", () => {
    const files = filesOf(oldSite);
    assert.ok(files.filter((file) => file.startsWith("assets/")).length >= 3);
    const headers = [...published.current()].map(([key, one]) => [key, one.headers["cache-control"]]);
    const wanted = [
      ...files.map((key) => [key, key.startsWith("assets/") ? IMMUTABLE : PAGE]),
      ...OWN.map((key) => [key, "no-cache"]),
    ];
    assert.deepEqual(headers.sort(), wanted.sort());
    assert.equal(published.find("index.html")?.headers["content-type"], "text/html; charset=utf-8");
    for (const file of files) assert.equal(textOf(published, file), readFileSync(join(oldSite, file), "utf8"));
  });

  it("says which files fell in which class before a role is assumed", () => {
    const { output = "" } = first.results.find(({ step }) => step.name === "Prepare the release") ?? {};
    assert.match(
      output,
      /^3 files that browsers keep for a year: assets\/release-\S+, assets\/steps-\S+, assets\/style-\S+\.$/m,
    );
    assert.match(output, /^5 files that browsers ask for again each time: 404\.html, about\.html, .+\.$/m);
  });

  it("says in release.json which commit and run are served", () => {
    const { time, ...release } = JSON.parse(textOf(published, "release.json") ?? "") as Record<string, string>;
    assert.deepEqual(release, { commit: COMMITS.old, run: "100", attempt: "1" });
    const released = Date.parse(time ?? "");
    assert.ok(started <= released && released <= Date.now(), time);
  });

  it("leads from the summary to the commit, the run's session and the site", () => {
    for (const part of [COMMITS.old, "gha-100-1", ROLE_ARN, "/release.json"]) assert.ok(first.summary.includes(part));
  });

  describe("the next release", () => {
    it("puts what has changed, one of the same size too: a new script, new pages, the rest, the first page", () => {
      const put = second.received.flatMap(({ method, key }) => (method === "PUT" ? [key] : []));
      assert.deepEqual(put, [
        "_releases/101-1.begun.json.gz",
        `assets/${assetOf(newSite, ".css")}`,
        "new.html",
        "404.html",
        "index.html",
        "_releases/101-1.json.gz",
        "release.json",
        "_releases/101-1.invalidated.json",
      ]);
      assert.equal(textOf(store, "404.html"), readFileSync(join(newSite, "404.html"), "utf8"));
      assert.equal(published.find("404.html")?.size, store.find("404.html")?.size);
    });

    it("deletes the pages that it does not have, tells the edges, and keeps the assets of the release before", () => {
      assert.equal(store.find("about.html"), undefined);
      assert.ok(store.versions("about.html").length > 1);
      assert.ok(store.find(`assets/${assetOf(oldSite, ".css")}`) !== undefined);
      assert.deepEqual(brokenLinks(store), []);
      assert.deepEqual(
        second.invalidations.map(({ reference, paths }) => [reference, ...paths]),
        [
          ["gha-101-1", "/*"],
          ["gha-101-1-pruned", "/*"],
        ],
      );
    });

    it("puts nothing where nothing has changed, and invalidates nothing after a push", async () => {
      const again = store.copy();
      const push = await publish({ runner: folder(), site: newSite, store: again, run: "103", commit: COMMITS.new });
      assert.deepEqual(failed(push), [], log(push));
      assert.deepEqual(shown(again), shown(store));
      assert.deepEqual(push.invalidations, []);
      assert.equal(push.received.filter(({ method }) => method === "PUT").length, 3);
      const github = { event_name: "workflow_dispatch" };
      const byHand = { runner: folder(), site: newSite, store: again, run: "104", commit: COMMITS.new, github };
      assert.equal((await publish(byHand)).invalidations.length, 1);
    });
  });

  describe("a release that is restored", () => {
    it("comes without a build, is probed as any other, and its session is the publish role's", () => {
      assert.deepEqual(failed(third), [], log(third));
      const skipped = third.results
        .filter(({ outcome }) => outcome === "skipped")
        .map(({ step }) => step.name ?? step.uses);
      assert.deepEqual(
        skipped.map((name) => name?.split("@")[0]),
        ["actions/download-artifact", "Prepare the release", "Say why AWS refused", "Sync the site"],
      );
      for (const file of filesOf(oldSite))
        assert.equal(textOf(restored, file), readFileSync(join(oldSite, file), "utf8"));
      assert.equal(restored.find("new.html"), undefined);
      assert.equal(marker(restored), COMMITS.old);
      assert.deepEqual(brokenLinks(restored), []);
      assert.equal(third.invalidations[0]?.reference, "gha-102-1");
    });

    it("is refused where the bucket has no list of it, and can be built", async () => {
      const release = { runner: folder(), site: oldSite, store: published.copy(), run: "103", restore: true };
      const result = await publish({ ...release, commit: "c".repeat(40), github: { event_name: "workflow_dispatch" } });
      assert.deepEqual(failed(result), ["Restore the site"]);
      assert.match(
        log(result),
        /::error::No list of a release of c{40} is left in the bucket\. Run site\.yml again with how: build/,
      );
    });
  });

  describe("what it needs of AWS", () => {
    const policies = [publishPermissions(ARNS, "111122223333")];

    it("is allowed by the role's policy, call by call", async () => {
      const needed = needsOf([...first.received, ...second.received, ...third.received]);
      assert.ok(needed.size > 10);
      for (const need of needed) {
        const [action = "", resource = ""] = need.split(" ");
        assert.ok(await mayDo({ policies, principal: ROLE_ARN, action, resource }), need);
      }
    });

    it("is all that the role's policy allows", () => {
      const granted = policies.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action)).sort();
      const needed = [...needsOf([...first.received, ...second.received, ...third.received])].map(
        (need) => need.split(" ")[0],
      );
      assert.deepEqual([...new Set(needed)].sort(), granted);
    });
  });

  describe("a failure", () => {
    const deny = (wanted: (call: string) => boolean): DoubleOptions => ({
      fault: ({ call }) => (wanted(call) ? "denied" : undefined),
    });
    const cases: Readonly<Record<string, readonly [step: string, wanted: (call: string) => boolean, serves: string]>> =
      {
        "putting a page": ["Sync the site", (call) => call === "PUT /404.html", COMMITS.old],
        "putting release.json": ["Sync the site", (call) => call === "PUT /release.json", COMMITS.old],
        invalidating: ["Invalidate, and wait until it is done", (call) => call.startsWith("POST /2020"), COMMITS.new],
        pruning: ["Prune what no release needs any more", (call) => call.startsWith("POST ?delete"), COMMITS.new],
      };
    for (const [what, [step, wanted, serves]] of Object.entries(cases)) {
      it(`in ${what} leaves a site without a broken link, stops there, and the next attempt makes it good`, async () => {
        const store = published.copy();
        const release = { site: newSite, store, run: "101", commit: COMMITS.new };
        const result = await publish({ ...release, runner: folder(), aws: deny(wanted) });
        assert.deepEqual(failed(result), [step], log(result));
        assert.deepEqual(brokenLinks(store), []);
        assert.equal(marker(store), serves);
        const again = await publish({ ...release, runner: folder(), github: { run_attempt: "2" } });
        assert.deepEqual(failed(again), [], log(again));
        assert.equal(marker(store), COMMITS.new);
        for (const file of filesOf(newSite))
          assert.equal(textOf(store, file), readFileSync(join(newSite, file), "utf8"));
        assert.equal(store.find("about.html"), undefined);
      });
    }

    for (const routing of ROUTINGS) {
      it(`of an address to be routed so is found, with routing ${routing}`, async () => {
        const site = folder();
        cpSync(oldSite, site, { recursive: true });
        mkdirSync(join(site, "guide"));
        writeFileSync(join(site, "guide", "index.html"), "<h1>Guide</h1>");
        const release = { site, run: "101", commit: COMMITS.new };
        const well = await publish({ runner: folder(), store: published.copy(), routing, ...release });
        assert.deepEqual(failed(well), [], log(well));
        const address = { files: "/guide/index.html", folders: "/guide/", html: "/guide/", app: "/about.html" }[
          routing
        ];
        assert.match(log(well), new RegExp(`^ok \\d+ of \\d+ files: .*${address.replace(".", "\\.")}(?:,|$)`, "m"));
        const other = routing === "app" ? "files" : "app";
        const [runner, store] = [folder(), published.copy()];
        const wrong = await publish({ runner, store, routing, served: other, ...release });
        assert.deepEqual(failed(wrong), ["Probe the site"]);
      });
    }

    it("of CloudFront to show the new release is found, and nothing is pruned", async () => {
      const store = published.copy();
      const front = published.copy();
      const result = await publish({ runner: folder(), site: newSite, store, run: "101", commit: COMMITS.new, front });
      assert.deepEqual(failed(result), ["Probe the site"], log(result));
      assert.ok(store.find("about.html") !== undefined);
      assert.equal(result.summary, "");
    });

    it("of the very first release has put up nothing that links to what is missing", async () => {
      const store = new Store();
      const aws = deny((call) => call === "PUT /index.html");
      const result = await publish({ runner: folder(), site: oldSite, store, run: "100", commit: COMMITS.old, aws });
      assert.deepEqual(failed(result), ["Sync the site"], log(result));
      assert.ok(Object.keys(shown(store)).length > 5);
      assert.deepEqual(brokenLinks(store), ["/"]);
    });
  });

  describe("before it does anything", () => {
    it("refuses, with no role assumed, where the environment was deleted and this job has made it anew", async () => {
      const environment = { can_admins_bypass: true, deployment_branch_policy: null, protection_rules: [] };
      const result = await publish({
        runner: folder(),
        site: oldSite,
        store,
        run: "100",
        commit: COMMITS.old,
        environment,
      });
      assert.deepEqual(failed(result), ["Refuse unless the environment is protected as the stack's file promises"]);
      assert.deepEqual([result.inputs.assume, result.received], [undefined, []]);
    });

    async function refused(options: Partial<Publishing>): Promise<Published> {
      const store = published.copy();
      const release = { runner: folder(), site: newSite, store, run: "101", commit: COMMITS.new };
      const result = await publish({ ...release, ...options });
      assert.deepEqual(result.received, []);
      assert.deepEqual([...store.current()], [...published.current()]);
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
        assert.match(result.results[0]?.output ?? "", /^::error::Not published: .+; expected .+/);
      });
    }

    it("refuses where variables are missing or have another form, and names them all", async () => {
      const result = await refused({ vars: { SITE_BUCKET: "", DISTRIBUTION_ID: "file:///proc/self/environ" } });
      assert.deepEqual(failed(result), ["Refuse a variable that has another form"]);
      assert.deepEqual(result.inputs.assume, undefined);
      assert.match(log(result), /PROD_SITE_BUCKET: is missing; .+%0APROD_DISTRIBUTION_ID: got "file:/);
    });

    it("refuses a build that cannot be published, before a role is assumed", async () => {
      const site = folder();
      cpSync(newSite, site, { recursive: true });
      writeFileSync(join(site, ".env"), "SECRET=1");
      const result = await refused({ site });
      assert.deepEqual(failed(result), ["Prepare the release"]);
      assert.match(log(result), /The site cannot be published:%0A"\.env": names that start with a dot/);
      assert.equal(result.inputs.assume, undefined);
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
  const renamed = css.replace(/-.{8}\./, "-Zx81qQ2b.");
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

/** The IAM actions that calls need, each with its resource. */
function needsOf(received: readonly Received[]): Set<string> {
  return new Set(
    received.flatMap(({ call, method, needs }) => {
      if (call.includes("/distribution/")) {
        return `cloudfront:${method === "POST" ? "CreateInvalidation" : "GetInvalidation"} ${ARNS.distributionArn}`;
      }
      return needs.map(({ action, key }) => `${action} ${ARNS.bucketArn}${key === "" ? "" : `/${key}`}`);
    }),
  );
}
