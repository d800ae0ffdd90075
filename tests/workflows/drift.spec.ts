import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { EXAMPLE_ARNS } from "../../commands/docs/example";
import { permissionsOf } from "../../components/policy/role-permissions";
import { outputNames } from "../../components/policy/outputs";
import { ROLE_NAMES } from "../../components/policy/roles";
import { variableName } from "../../components/policy/names";
import type { Fault } from "../../offline/stand-in/cloud";
import { pathsIn } from "../../offline/state-folder";
import { cloudOf, describeOnEngine, inSession, theEngine, withDev } from "../support/engine";
import { mayDo } from "../support/evaluator";
import { EXAMPLE } from "../support/example/project";
import { environmentApi } from "../delivery/environments";
import { bucketOf } from "../support/s3/client";
import { BUCKET, type Double, withAws } from "../support/s3/double";
import { loadPublishing, type Modules, Run } from "../support/s3/publishing";
import type { Need } from "../../offline/s3/s3";
import { bodyOf, Store } from "../../offline/s3/store";
import { withServer } from "../support/server";
import { temporaryFolder } from "../support/temporary-folder";
import { holds } from "./expression";
import { jobOf } from "./files";
import { runJob } from "./run-job";
import { Commands, recordedActions, type Reply } from "./stand-ins";

const OUTPUTS = Object.fromEntries(outputNames([...ROLE_NAMES, "api"]).map((name) => [name, `value of ${name}`]));
const VALUES = {
  ...OUTPUTS,
  distributionId: "E2EXAMPLE",
  siteBucket: BUCKET,
  awsRegion: "us-east-1",
  driftRoleArn: "arn:aws:iam::111122223333:role/drift",
};
const VARIABLES = Object.fromEntries(Object.entries(VALUES).map(([name, value]) => [variableName("dev", name), value]));

/** The code of the edge function in its two stages. */
const SAME = { DEVELOPMENT: "one\ntwo\n", LIVE: "one\ntwo\n" };

/** An `aws` that knows the distribution and its function, and writes a stage's code where it is told to. */
function addAws(commands: Commands, folder: string, stages: Readonly<Record<string, string>>): void {
  const before = Object.entries(stages).map(([stage, code]) => {
    const file = join(folder, `code-${stage}`);
    writeFileSync(file, code);
    return `  *"get-function "*"--stage ${stage} "*) for last; do :; done; cat "${file}" >"$last" ;;`;
  });
  const known = Object.keys(stages).map((stage) => ({ to: `--stage ${stage} `, stdout: '{ "ETag": "E1" }' }));
  commands.add(
    "aws",
    [{ to: `get-distribution --id ${VALUES.distributionId}`, stdout: `${EXAMPLE_ARNS.edgeFunction}\n` }, ...known],
    before,
  );
}

/** Runs the job that compares dev, with a `pulumi` that answers a preview so. */
async function compare(
  folder: string,
  preview: Reply,
  variables: Readonly<Record<string, string>> = VARIABLES,
  stages: Readonly<Record<string, string>> = SAME,
  environment?: object,
  store = new Store(),
) {
  const commands = new Commands(folder);
  commands.add("npm", [{ to: "ci --omit=dev --ignore-scripts" }]);
  commands.add("pulumi", [
    preview,
    { to: "stack output distributionId", stdout: `${VALUES.distributionId}\n` },
    { to: "stack output siteBucket", stdout: `${VALUES.siteBucket}\n` },
    { to: "stack output", stdout: JSON.stringify(VALUES) },
  ]);
  addAws(commands, folder, stages);
  const { given, actions } = recordedActions();
  const run = (url: string, aws: Double) =>
    runJob(jobOf("drift.yml", "compare"), {
      folder: join(folder, "runner"),
      workspace: EXAMPLE,
      path: [commands.path],
      env: {
        RUNNER_TEMP: folder,
        GITHUB_RUN_ATTEMPT: "1",
        GITHUB_REPOSITORY: "acme/site",
        GITHUB_API_URL: url,
        ...aws.env,
        WAIT_SECONDS: "1",
        WAIT_MS: "200",
      },
      contexts: {
        github: { run_id: "100", run_attempt: "1", token: "read-only" },
        matrix: { stack: "dev", prefix: "DEV" },
        // The slot of a role that the stack does not have.
        vars: { DEV__ROLE_ARN: "", ...variables },
        runner: { temp: folder },
        always: () => true,
      },
      actions,
    });
  const needs: Need[] = [];
  const use = async (aws: Double) => {
    const ended = await withServer(environmentApi(environment), (url) => run(url, aws));
    needs.push(...aws.received.flatMap((one) => one.needs));
    return ended;
  };
  const results = await withAws({}, use, store);
  const file = (name: string): string | undefined => {
    const path = join(folder, "drift", name);
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  };
  return {
    failed: results.filter(({ outcome }) => outcome === "failure").map(({ step }) => step.name),
    calls: commands.calls,
    preview: file("preview.txt"),
    edgeFunction: file("function.txt"),
    site: file("site.txt"),
    needs,
    variables: file("variables.txt"),
    environment: file("environment.txt"),
    done: file("done") !== undefined,
    given,
  };
}

describe("drift.yml", () => {
  const folder = temporaryFolder();
  const reply = (code: number, stdout = "what differs\n"): Reply => ({ to: "preview", stdout, code });

  it("reports nothing where nothing differs", async () => {
    const { failed, calls, preview, edgeFunction, variables, done, given } = await compare(folder(), reply(0));
    assert.deepEqual([failed, preview, edgeFunction, variables, done], [[], undefined, "", undefined, true]);
    assert.deepEqual(calls.slice(-1), ["pulumi stack output --stack dev --json --non-interactive"]);
    assert.equal(given["aws-actions/configure-aws-credentials"]?.["role-to-assume"], VARIABLES.DEV_DRIFT_ROLE_ARN);
    assert.equal(given["actions/upload-artifact"]?.path, join(folder(), "drift"));
  });

  it("reports what differs in AWS, and compares the variables all the same", async () => {
    const { failed, preview, variables, done } = await compare(folder(), reply(7));
    assert.deepEqual([failed, preview, variables, done], [[], "what differs\n", undefined, true]);
  });

  it("reports an environment that is less protected than the stack's file promises", async () => {
    const bare = { can_admins_bypass: true, deployment_branch_policy: null };
    const { failed, environment, done } = await compare(folder(), reply(0), VARIABLES, SAME, bare);
    const differences =
      "administrators may bypass: got true; expected false\nbranches: got every branch; expected main\n";
    assert.deepEqual([failed, environment, done], [[], differences, true]);
  });

  it("does not come to its end where GitHub's answer about the environment cannot be read", async () => {
    const { failed, environment, done } = await compare(folder(), reply(0), VARIABLES, SAME, {
      protection_rules: null,
    });
    assert.deepEqual([failed.length, environment, done], [1, undefined, false]);
  });

  it("reports an edge function that is live and not the one that a refresh sees", async () => {
    const stages = { ...SAME, LIVE: "one\nby hand\n" };
    const { failed, calls, edgeFunction, done } = await compare(folder(), reply(0), VARIABLES, stages);
    assert.deepEqual([failed, edgeFunction, done], [[], "2c2\n< two\n---\n> by hand\n", true]);
    const asked = calls.filter((call) => call.startsWith("aws ")).map((call) => call.split(" ").slice(0, 7).join(" "));
    const name = EXAMPLE_ARNS.edgeFunction.split("/").at(-1);
    assert.deepEqual(asked, [
      "aws cloudfront get-distribution --id E2EXAMPLE --query Distribution.DistributionConfig.DefaultCacheBehavior.FunctionAssociations.Items[0].FunctionARN",
      ...["DEVELOPMENT", "LIVE"].map((stage) => `aws cloudfront get-function --name ${name ?? ""} --stage ${stage}`),
    ]);
  });

  it("does not take a function that cannot be read for one that is the same", async () => {
    const { failed, done } = await compare(folder(), reply(0), VARIABLES, { DEVELOPMENT: "one\n" });
    assert.deepEqual([failed, done], [["Compare the live edge function with what is committed"], false]);
  });

  it("may ask what it asks of the function, and the publish role may not", async () => {
    const may = (role: "drift" | "publish", action: string, resource: string) =>
      mayDo({
        policies: [
          permissionsOf(role, {
            account: "111122223333",
            arns: EXAMPLE_ARNS,
            state: null,
            githubApp: null,
            webAclArn: "",
          }),
        ],
        principal: "arn:aws:iam::111122223333:role/drift",
        action,
        resource,
      });
    assert.ok(await may("drift", "cloudfront:GetDistribution", EXAMPLE_ARNS.distribution));
    assert.ok(await may("drift", "cloudfront:GetFunction", EXAMPLE_ARNS.edgeFunction));
    assert.ok(!(await may("publish", "cloudfront:GetFunction", EXAMPLE_ARNS.edgeFunction)));
    assert.ok(!(await may("drift", "cloudfront:UpdateFunction", EXAMPLE_ARNS.edgeFunction)));
  });

  describe("the site's files", () => {
    let modules: Modules;
    before(async () => {
      modules = await loadPublishing();
    });
    const SITE = { "index.html": "home", "about.html": "about", "assets/app-B3xk9Zq1.js": "app()" };
    const page = { "content-type": "text/html; charset=utf-8" };
    const later = (): Date => new Date(Date.now() + 10);

    /** What is reported of a bucket with a release, once somebody has written to it. */
    async function look(write: (store: Store) => void) {
      const store = new Store();
      await withAws({}, (aws) => new Run(modules, bucketOf(modules, aws), SITE, "7").whole(), store);
      write(store);
      return compare(folder(), reply(0), VARIABLES, SAME, undefined, store);
    }

    it("are as the release left them, whose own files and past ones are none that somebody wrote", async () => {
      const { failed, site, needs } = await look((store) => store.put("old.txt", bodyOf("x"), {}, new Date(0)));
      assert.deepEqual([failed, site], [[], undefined]);
      const policies = [
        permissionsOf("drift", {
          account: "111122223333",
          arns: EXAMPLE_ARNS,
          state: null,
          githubApp: null,
          webAclArn: "",
        }),
      ];
      assert.deepEqual([...new Set(needs.map(({ action }) => action))], ["s3:ListBucket", "s3:GetObject"]);
      for (const { action, key } of needs) {
        const resource = `${EXAMPLE_ARNS.bucket}${key === "" ? "" : `/${key}`}`;
        assert.ok(await mayDo({ policies, principal: "arn:aws:iam::111122223333:role/drift", action, resource }), key);
      }
    });

    it("are reported where they have other content, another type or header, are gone, or are new", async () => {
      const {
        failed,
        site = "",
        done,
      } = await look((store) => {
        store.put("index.html", bodyOf("evil"), page, later());
        store.put("about.html", bodyOf("about"), { "content-type": "text/plain" }, later());
        store.put("planted.html", bodyOf("evil"), page, later());
        store.delete("assets/app-B3xk9Zq1.js");
      });
      assert.deepEqual([failed, done], [[], true]);
      assert.deepEqual(
        site
          .trim()
          .split("\n")
          .map((line) => line.replace(/ at \S+,/, " at T,")),
        [
          "assets/app-B3xk9Zq1.js is missing",
          "about.html was written at T, after the release",
          "index.html has content that the release did not upload",
          "planted.html was written at T, after the release, and is not a file of it",
        ],
      );
    });

    it("are reported where the marker is no release's", async () => {
      const planted = await look((store) => store.put("release.json", bodyOf("{}"), {}));
      assert.equal(planted.site, "release.json is not that of any of the newest releases\n");
    });

    it("are reported also where somebody has planted the announcement of a release", async () => {
      const { failed, site } = await look((store) => {
        store.put("about.html", bodyOf("new"), page, later());
        store.put("_releases/8-1.begun.json.gz", bodyOf("x"), {});
      });
      const said =
        "about.html has content that the release did not upload\n" +
        "A release is announced and has no list yet: if a run is publishing, the differences may be its own\n";
      assert.deepEqual([failed, site], [[], said]);
    });
  });

  it("reports variables that differ or are missing", async () => {
    const { variables, done } = await compare(folder(), reply(0), {
      ...VARIABLES,
      // Of a variable that is not there GitHub makes an empty text.
      DEV_API_ROLE_ARN: "",
      DEV_BRANCH: "",
      DEV_SITE_URL: "https://elsewhere.test",
    });
    assert.equal(
      variables,
      'DEV_API_ROLE_ARN is missing; the output of the stack is "value of apiRoleArn"\n' +
        'DEV_BRANCH is missing; the output of the stack is "value of branch"\n' +
        'DEV_SITE_URL is "https://elsewhere.test"; the output of the stack is "value of siteUrl"\n',
    );
    assert.equal(done, true);
  });

  it("does not take a preview that failed for drift, nor for none", async () => {
    for (const code of [1, 255]) {
      const { failed, preview, done, given } = await compare(folder(), reply(code));
      assert.deepEqual([failed, preview, done], [["Compare AWS with what is committed"], undefined, false]);
      assert.ok(given["actions/upload-artifact"]);
    }
  });

  it("compares what was selected, each on its own, with an artifact of its own", () => {
    const { needs, if: condition = "", strategy, steps = [] } = jobOf("drift.yml", "compare");
    assert.equal(needs, "select");
    const starts = (stacks: string) =>
      holds(condition, { needs: { select: { outputs: { stacks } } }, success: () => true });
    assert.deepEqual([starts("[]"), starts('[{"stack":"dev"}]')], [false, true]);
    assert.equal(strategy?.["fail-fast"], false);
    const upload = steps.find(({ uses = "" }) => uses.startsWith("actions/upload-artifact@"));
    assert.equal(upload?.with?.name, "drift-${{ matrix.stack }}");
  });

  it("reports whether the comparison came to its end or not, where there was one", () => {
    const { needs, if: condition = "" } = jobOf("drift.yml", "report");
    assert.deepEqual(needs, ["select", "compare"]);
    const reports = (result: string, cancelled = false) =>
      holds(condition, { needs: { compare: { result } }, cancelled: () => cancelled });
    const results = ["success", "failure", "cancelled", "skipped"];
    assert.deepEqual(
      results.map((result) => reports(result)),
      [true, true, true, false],
    );
    assert.ok(!results.some((result) => reports(result, true)));
    const [download, report] = jobOf("drift.yml", "report").steps?.slice(-2) ?? [];
    assert.deepEqual(download?.with, {
      pattern: "drift-*",
      path: "${{ runner.temp }}/reports",
    });
    assert.deepEqual([report?.run, report?.env?.REPORTS], ["node delivery/report-drift.ts", download.with.path]);
  });
});

describeOnEngine("drift.yml's preview", () => {
  const folder = temporaryFolder();

  /** The exit code of the engine with exactly the flags of the workflow, and what it printed. */
  async function drift(state: string): Promise<{ code: number; printed: string }> {
    const { calls } = await compare(folder(), { to: "preview" });
    const [, flags = ""] = /^pulumi preview --stack dev (.+)$/m.exec(calls.join("\n")) ?? [];
    assert.match(flags, /--refresh .*--expect-no-changes/);
    const engine = theEngine();
    const { run } = engine as unknown as {
      run: (args: readonly string[], ...rest: readonly unknown[]) => Promise<unknown>;
    };
    // The Automation API has these two of its own.
    const own = flags.split(" ").filter((flag) => flag !== "--non-interactive");
    const [more, printed] = [own.join(" ").replace(" --color never", "").split(" "), [] as string[]];
    const changed = Object.assign(Object.create(engine) as PulumiCommand, {
      run: (args: readonly string[], ...rest: readonly unknown[]) =>
        run.call(engine, args[0] === "preview" ? [...args, ...more] : args, ...rest),
    });
    try {
      const looks = { print: (text: string) => void printed.push(text), verbose: true, terminal: false };
      await inSession(state, { engine: changed, looks }, (session) => session.on("dev").preview());
      return { code: 0, printed: printed.join("") };
    } catch (error) {
      const cause = String((error as Error).cause);
      return { code: Number(/failed with exit code (\d+)/.exec(cause)?.[1] ?? 1), printed: cause };
    }
  }

  function edit(state: string, change: (cloud: ReturnType<typeof cloudOf>) => void): void {
    const cloud = cloudOf(state);
    change(cloud);
    writeFileSync(pathsIn(state).cloud, JSON.stringify(cloud));
  }
  const forbidden = (type: string): Fault => ({
    type,
    operation: "read",
    message: "403 Resource not accessible by integration",
    times: 99,
  });
  const unreadable = (state: string): void => {
    edit(state, (cloud) => {
      const types = new Set(cloud.resources.map(({ type }) => type).filter((type) => type.startsWith("github:")));
      assert.equal(types.size, 3);
      cloud.faults = [...types].map(forbidden);
    });
  };

  it("finds nothing where nothing differs, with a token that can read no resource of GitHub's", async () => {
    const state = await withDev();
    unreadable(state);
    assert.equal((await drift(state)).code, 0);
  });

  it("ends with 7 where somebody has changed AWS by hand", async () => {
    const state = await withDev();
    unreadable(state);
    edit(state, ({ resources }) => {
      const distribution = resources.find(({ type }) => type === "aws:cloudfront/distribution:Distribution");
      assert.ok(distribution);
      distribution.properties = { ...distribution.properties, comment: "by hand" };
    });
    const { code, printed } = await drift(state);
    assert.equal(code, 7);
    assert.match(printed, /comment: "by hand" => "passwordless-cicd\/dev"/);
  });

  it("reads everything of AWS: an error there is no drift and not nothing either", async () => {
    const state = await withDev();
    edit(state, (cloud) => (cloud.faults = [forbidden("aws:iam/role:Role")]));
    const { code } = await drift(state);
    assert.ok(code !== 0 && code !== 7, String(code));
  });
});
