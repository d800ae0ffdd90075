import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import { parse, stringify } from "yaml";
import { ROLE_NAMES } from "../../components/policy/roles";
import { writeFiles } from "../../commands/stack-files/files";
import { parseList } from "../../commands/stack-files/list";
import { stacksOf } from "../../commands/stack-files/stacks";
import { projectRoot } from "../../lib/paths";
import { runDelivery } from "../support/delivery";
import { EXAMPLE } from "../support/example/project";
import { yamlFile } from "../support/program";
import { temporaryFolder } from "../support/temporary-folder";
import { jobOf } from "../workflows/files";
import { runJob } from "../workflows/run-job";

const EXAMPLE_LIST = readFileSync(join(projectRoot, "docs/many-repositories/repositories.yaml"), "utf8");
const PAGE = readFileSync(join(projectRoot, "docs/many-repositories.md"), "utf8");
const { config } = yamlFile("Pulumi.yaml") as { config: Record<string, { default?: unknown }> };

/** The stacks of a list: a text, or the example with other parts. */
function stacks(list: string | Record<string, unknown> = {}, name = "sites") {
  const text = typeof list === "string" ? list : stringify({ ...(parse(EXAMPLE_LIST) as object), ...list });
  return stacksOf(parseList(text, "list.yaml"), "list.yaml", { name, config }, new Date("2026-11-25"));
}

/** The lines of the error that a list is. */
function wrong(list: string | Record<string, unknown>, name?: string): string[] {
  try {
    stacks(list, name);
  } catch (error) {
    assert.equal((error as Error).name, "UserError", (error as Error).stack);
    return (error as Error).message
      .split("\n")
      .slice(1)
      .map((line) => line.trim());
  }
  return [];
}

describe("a list of repositories", () => {
  it("gives each repository a stack in each environment, owners of an OIDC provider first", () => {
    const list = parse(EXAMPLE_LIST) as { accounts: Record<string, object> };
    const accounts = { ...list.accounts, production: { ...list.accounts.production, oidcProvider: "brand-prod" } };
    assert.deepEqual(
      stacks({ accounts }).map(({ name, settings }) => `${name} ${String(settings.oidcProvider)}`),
      [
        "docs-dev create",
        "brand-prod create",
        "docs-prod existing",
        "blog-dev existing",
        "blog-prod existing",
        "handbook-prod existing",
        "brand-dev existing",
      ],
    );
  });

  it("needs no owner in an account whose provider somebody else has made", () => {
    const accounts = { a: { id: "444455556666", region: "us-east-1", oidcProvider: "existing" } };
    const [only] = stacks({ accounts, environments: { dev: { account: "a" } }, repositories: { "acme/docs": null } });
    assert.equal(only?.settings.oidcProvider, "existing");
  });

  it("takes what stands nearest to the repository", () => {
    const at = (layers: { defaults?: object; all?: object; own?: object; here?: object }) => {
      const [, prod] = stacks({
        defaults: layers.defaults,
        environments: { dev: { account: "development" }, prod: { account: "production", ...layers.all } },
        repositories: {
          "acme/docs": { ...layers.own, environments: { dev: null, prod: layers.here ?? null } },
        },
      });
      return prod?.settings.branch;
    };
    const [defaults, all, own, here] = ["one", "two", "three", "four"].map((branch) => ({ branch }));
    assert.deepEqual(
      [at({ defaults }), at({ defaults, all }), at({ defaults, all, own }), at({ defaults, all, own, here })],
      ["one", "two", "three", "four"],
    );
  });

  const only = (repository: unknown) => ({ repositories: { "acme/docs": null, "acme/blog": repository } });
  const DEVELOPMENT = { id: "444455556666", region: "us-east-1", oidcProvider: "docs-dev" };
  const PRODUCTION = { id: "777788889999", region: "us-east-1", oidcProvider: "docs-prod" };
  const accounts = (production: object, more: object = {}) => ({
    accounts: { development: DEVELOPMENT, production: { ...PRODUCTION, ...production }, ...more },
  });

  const cases: readonly [string, string | Record<string, unknown>, readonly RegExp[], string?][] = [
    ["is no YAML", "a: [", [/^YAML: .+line 1/]],
    [
      "has a repository twice",
      EXAMPLE_LIST.replace("  acme/blog:\n", "  acme/docs:\n"),
      [/^YAML: Map keys must be unique at line \d+/],
    ],
    [
      "is no mapping",
      "- acme/docs",
      [/^the list: got \["acme\/docs"\]; expected a mapping$/, /^repositories: got nothing; expected at least one/],
    ],
    [
      "has another key",
      { repos: {} },
      [/^repos: is no key of a list; expected one of accounts, defaults, environments, repositories$/],
    ],
    ["has no repository", { repositories: {} }, [/^repositories: got nothing; expected at least one/]],
    [
      "has no environment",
      { environments: {}, repositories: { "acme/docs": null } },
      [/^repositories: got nothing; expected at least one, in at least one environment$/],
    ],
    ["has text in place of settings", only("prod"), [/^repositories\.acme\/blog: got "prod"; expected a mapping$/]],
    ["has wrong defaults, said once", { defaults: "x" }, [/^defaults: got "x"; expected a mapping$/]],
    [
      "has an account with everything wrong",
      accounts({ id: 777788889999, region: "Ireland", oidcProvider: true, profile: "p" }),
      [
        /^accounts\.production\.profile: is no key of a list; expected one of id, region, oidcProvider$/,
        /^accounts\.production\.id: got 777788889999; expected 12 digits in quotation marks$/,
        /^accounts\.production\.region: got "Ireland"; expected a region of AWS/,
        /^accounts\.production\.oidcProvider: got true; expected the name of the stack that creates it, or existing$/,
      ],
    ],
    [
      "has an account twice",
      accounts({ id: DEVELOPMENT.id }),
      [/^accounts\.development\.id, accounts\.production\.id: got "444455556666" 2 times; expected each account once/],
    ],
    [
      "has an owner that is no stack",
      accounts({ oidcProvider: "doc-prod" }),
      [
        /^accounts\.production\.oidcProvider: got "doc-prod"; expected existing or a stack of this account, for example docs-prod$/,
      ],
    ],
    [
      "has an owner in another account",
      accounts({ oidcProvider: "blog-dev" }),
      [/^accounts\.production\.oidcProvider: got "blog-dev", which is in the account development; expected/],
    ],
    [
      "has an owner for an account without stacks",
      accounts({}, { spare: { ...PRODUCTION, id: "111122223333" } }),
      [
        /^accounts\.spare\.oidcProvider: got "docs-prod", which is in the account production; expected existing, for no stack is in this account$/,
      ],
    ],
    [
      "has an account that is not there",
      only({ account: "staging" }),
      [/^acme\/blog \(dev\), acme\/blog \(prod\): account: got "staging"; expected one of development, production$/],
    ],
    [
      "has no account for a repository",
      {
        environments: { dev: null },
        ...only(null),
        ...accounts({ oidcProvider: "existing" }, { development: { ...DEVELOPMENT, oidcProvider: "existing" } }),
      },
      [/^acme\/docs \(dev\), acme\/blog \(dev\): account: got nothing; expected one of/],
    ],
    [
      "has a wrong value",
      only({ sessionMinutes: 5 }),
      [
        /^acme\/blog \(dev\), acme\/blog \(prod\): sessionMinutes: got "5"; expected a whole number of minutes from 15 to 720$/,
      ],
    ],
    [
      "has a key that is no setting",
      only({ brnch: "main" }),
      [/^acme\/blog \(dev\), acme\/blog \(prod\): brnch: is no setting of this program; expected one of repository/],
    ],
    [
      "has a setting of a provider",
      only({ "aws:profile": "acme" }),
      [/^acme\/blog \(dev\), acme\/blog \(prod\): aws:profile: got "acme"; expected none: it follows from the list$/],
    ],
    [
      "sets what follows from the list",
      only({ environments: { prod: { repository: "acme/blog", environment: "dev", oidcProvider: "create" } } }),
      [
        /^acme\/blog \(prod\): repository: got "acme\/blog"; expected none: it follows from the list$/,
        /^acme\/blog \(prod\): environment: got "dev"; expected none/,
        /^acme\/blog \(prod\): oidcProvider: got "create"; expected none/,
      ],
    ],
    [
      "has a branch that YAML takes for a number",
      only({ environments: { prod: { branch: 1.1 } } }),
      [/^acme\/blog \(prod\): branch: got 1\.1; expected the exact name of one branch .+, in quotation marks$/],
    ],
    [
      "has a key without a value",
      only({ environments: { prod: { protect: null } } }),
      [/^acme\/blog \(prod\): protect: got nothing; expected true or false$/],
    ],
    [
      "has what contradicts itself",
      only({ environments: { prod: { environmentProtection: "none" } } }),
      [/^acme\/blog \(prod\): environmentProtection: got "none"; expected full, or neither reviewers nor waitMinutes$/],
    ],
    [
      "has a date that is too far away",
      only({ environments: { prod: { alsoTrust: { subjectPrefix: "repo:old/blog", until: "2027-12-31" } } } }),
      [/^acme\/blog \(prod\): alsoTrust\.until: got "2027-12-31"; expected a date at most 90 days/],
    ],
    [
      "has no owner of a repository",
      { repositories: { "acme/docs": null, blog: null } },
      [/^blog \(dev\), blog \(prod\): repository: got "blog"; expected owner\/name/],
    ],
    [
      "has an environment that GitHub or the program refuses",
      only({ environments: { "github-pages": { account: "production" } } }),
      [
        /^acme\/blog \(github-pages\): environment: got "github-pages"; expected a name like .+ that does not start with github$/,
        ...ROLE_NAMES.map((role) => new RegExp(`name of the role ${role}: .+contains "github"`)),
      ],
    ],
    [
      "has a repository that no stack can be named after",
      { repositories: { "acme/docs": null, "acme/Brand.Site": { environments: { prod: null } } } },
      [
        /^acme\/Brand\.Site \(prod\): stack name: got "Brand\.Site-prod"; expected a name like .+: name in the list puts another word for the repository$/,
      ],
    ],
    [
      "has a name that is no text",
      only({ name: 7 }),
      [/^repositories\.acme\/blog\.name: got 7; expected what stands for the repository in its stacks' names$/],
    ],
    [
      "has names that are too long for AWS",
      { ...only({ name: "a-rather-long-name-x" }), defaults: {} },
      [
        /^acme\/blog \(dev\): name of the role infrastructure: .+ has 65 characters; expected at most 64: shorten project or stack$/,
        /^acme\/blog \(prod\): name of the role infrastructure: .+ has 66 characters/,
      ],
      "passwordless-cicd",
    ],
    [
      "has two stacks of one name",
      { repositories: { "acme/docs": null, "globex/docs": null } },
      [
        /^stack name docs-dev: acme\/docs \(dev\) and globex\/docs \(dev\) have it; expected one stack of a name/,
        /^stack name docs-prod: acme\/docs \(prod\) and globex\/docs \(prod\)/,
      ],
    ],
    [
      "has a repository in two spellings",
      { repositories: { "acme/docs": null, "Acme/Docs": { name: "other", environments: { prod: null } } } },
      [/^acme\/docs \(prod\): is there 2 times, as acme\/docs \(prod\) and Acme\/Docs \(prod\); expected it once/],
    ],
  ];
  for (const [what, list, says, project] of cases) {
    it(`is refused where it ${what}`, () => {
      const lines = wrong(list, project);
      assert.equal(lines.length, says.length, lines.join("\n"));
      says.forEach((each, index) => {
        assert.match(lines[index] ?? "", each);
      });
    });
  }
});

describe("the stack files of a list", () => {
  const folder = temporaryFolder();
  const place = (list = "list.yaml") => ({ folder: folder(), list, project: "sites" });
  const file = (stack: string): string => join(folder(), `Pulumi.${stack}.yaml`);
  const text = (stack: string): string => readFileSync(file(stack), "utf8");

  it("say what the list says, with what they were made from in the first line, and nothing twice", () => {
    writeFiles(stacks(), place());
    assert.equal(
      text("brand-prod"),
      `# Generated from list.yaml by commands/stack-files.ts: edit the list, not this file.
config:
  aws:region: eu-central-1
  aws:allowedAccountIds: ["777788889999"]
  repository: acme/Brand.Site
  environment: prod
  oidcProvider: existing
  builtInRoles:
    - publish
  sessionMinutes: 20
  reviewers:
    - octocat
    - team:9
`,
    );
    assert.equal(readdirSync(folder()).length, 7);
  });

  it("keep as text what the engine, which reads YAML 1.1, would take for something else", () => {
    const alsoTrust = { subjectPrefix: "repo:old/docs", until: "2026-12-31" };
    writeFiles(stacks({ repositories: { "acme/docs": { branch: "on", alsoTrust } } }), place());
    assert.match(text("docs-dev"), /^ {2}branch: "on"$/m);
    assert.match(text("docs-dev"), /^ {4}until: "2026-12-31"$/m);
  });

  it("are written where they differ, and else left alone", () => {
    const names = stacks().map(({ name }) => name);
    assert.deepEqual(writeFiles(stacks(), place()), { written: names, unchanged: [], leftOver: [] });
    assert.deepEqual(writeFiles(stacks(), place()), { written: [], unchanged: names, leftOver: [] });
    writeFileSync(file("blog-dev"), text("blog-dev").replace("protect: false", "protect: true"));
    writeFileSync(file("blog-prod"), `${text("blog-prod")}  - [`);
    const { written, unchanged } = writeFiles(stacks(), place());
    assert.deepEqual(
      [written, unchanged],
      [["blog-dev", "blog-prod"], names.filter((name) => !name.startsWith("blog"))],
    );
    assert.match(text("blog-dev"), /^ {2}protect: false$/m);
  });

  it("stay when their stacks leave the list, and are named", () => {
    writeFiles(stacks(), place());
    const list = { repositories: { "acme/docs": null } };
    assert.deepEqual(writeFiles(stacks(list), place()).leftOver, [
      "blog-dev",
      "blog-prod",
      "brand-dev",
      "brand-prod",
      "handbook-prod",
    ]);
    assert.equal(readdirSync(folder()).length, 7);
  });

  it("do not take a file for theirs that another list or somebody by hand has made", () => {
    writeFileSync(file("dev"), "config: {}\n");
    writeFiles(stacks({ repositories: { "acme/docs": null, "acme/other": null } }), place("other.yaml"));
    const { leftOver } = writeFiles(stacks({ repositories: { "acme/docs": null } }), place("other.yaml"));
    assert.deepEqual(leftOver, ["other-dev", "other-prod"]);
    const all = readdirSync(folder());
    const before = all.map((name) => readFileSync(join(folder(), name), "utf8"));
    writeFileSync(file("blog-prod"), "# By hand\nconfig: {}\n");
    assert.throws(
      () => writeFiles(stacks(), place()),
      (error: Error) => {
        assert.equal(error.name, "UserError");
        assert.match(
          error.message,
          /^ {2}Pulumi\.docs-dev\.yaml: was generated from other\.yaml; expected none or one that was generated from list\.yaml: delete it/m,
        );
        assert.match(error.message, /^ {2}Pulumi\.blog-prod\.yaml: was written by hand; expected/m);
        return true;
      },
    );
    assert.deepEqual(readdirSync(folder()), [...all, "Pulumi.blog-prod.yaml"].sort());
    assert.deepEqual(
      all.map((name) => readFileSync(join(folder(), name), "utf8")),
      before,
    );
  });
});

describe("commands/stack-files.ts", function () {
  this.timeout(30_000);
  const folder = temporaryFolder();
  const list = "docs/many-repositories/repositories.yaml";

  function run(...args: string[]) {
    const command = ["-r", "ts-node/register", "commands/stack-files.ts", ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: EXAMPLE, encoding: "utf8" });
    return { status, stdout, stderr };
  }

  it("writes the example's files, says so, and names what is left over with how to go on", () => {
    const own = join(folder(), "list.yaml");
    writeFileSync(own, EXAMPLE_LIST);
    const order = "docs-dev docs-prod blog-dev blog-prod handbook-prod brand-dev brand-prod";
    assert.deepEqual(run(own, folder()), {
      status: 0,
      stdout: `Written: ${order}\nUnchanged: none\nTo be brought up in this order: ${order}\n`,
      stderr: "",
    });
    writeFileSync(own, EXAMPLE_LIST.replace(/^ {2}acme\/handbook:\n( {4}.+\n)+/m, ""));
    const { stdout } = run(own, folder());
    assert.match(
      stdout,
      /^Left over: Pulumi\.handbook-prod\.yaml, .+protect: false.+ pulumi destroy --stack handbook-prod && pulumi stack rm handbook-prod/m,
    );
    assert.match(readFileSync(join(folder(), "Pulumi.docs-dev.yaml"), "utf8"), /^# Generated from list\.yaml by /);
  });

  it("prints the stacks' names and nothing else, also those of one account", () => {
    assert.deepEqual(run("--list", "--account", "production", list), {
      status: 0,
      stdout: "docs-prod\nblog-prod\nhandbook-prod\nbrand-prod\n",
      stderr: "",
    });
    assert.deepEqual(run("--list", list).stdout.split("\n").slice(0, 3), ["docs-dev", "docs-prod", "blog-dev"]);
  });

  for (const [args, says] of [
    [[list], /^error: expected <list\.yaml> <folder>, or --list/],
    [["--list", list, "."], /^error: expected <list\.yaml> <folder>, or --list/],
    [["--account", "production", list, "."], /^error: --account goes with --list/],
    [
      ["--list", "--account", "staging", list],
      /^error: --account: no stack is in "staging"; expected one of development, production\n$/,
    ],
    [["nowhere.yaml", "."], /^error: nowhere\.yaml: there is no such file\n/],
    [[list, "nowhere"], /^error: ENOENT.+nowhere/],
    [["--no"], /^error: Unknown option '--no'/],
  ] as const) {
    it(`ends with 1 and writes nothing for ${args.join(" ")}`, () => {
      const { status, stdout, stderr } = run(...args);
      assert.deepEqual([status, stdout], [1, ""]);
      assert.match(stderr, says);
      assert.doesNotMatch(stderr, /^ {4}at /m);
    });
  }

  it("has the errors that the page shows", () => {
    const [, shown = ""] = /^```text\n(error: [^]*?)```$/m.exec(PAGE) ?? [];
    const wrongList = EXAMPLE_LIST.replace("sessionMinutes: 20", "sessionMinutes: 5").replace(
      "oidcProvider: docs-prod",
      "oidcProvider: docs-dev",
    );
    writeFileSync(join(folder(), "repositories.yaml"), wrongList);
    const { stderr } = run(join(folder(), "repositories.yaml"), folder());
    assert.equal(stderr.replaceAll(folder() + sep, ""), shown);
    assert.deepEqual(readdirSync(folder()), ["repositories.yaml"]);
  });
});

describe("a site repository of a platform team", () => {
  const folder = temporaryFolder();

  it("has all that publish-site.yml runs, and the account in the file of the environment", async () => {
    const [, commands = ""] = /^```sh\n(mkdir -p \.github\/workflows[^]*?)```$/m.exec(PAGE) ?? [];
    const [platform, repository] = [join(folder(), "platform"), join(folder(), "docs")];
    for (const part of [".github", "delivery"])
      cpSync(join(projectRoot, part), join(platform, part), { recursive: true });
    mkdirSync(join(platform, "site"));
    mkdirSync(repository);
    execFileSync("bash", ["-euo", "pipefail", "-c", commands], { cwd: repository });

    const job = jobOf("publish-site.yml", "publish");
    const jobs = [job, jobOf("select-stacks.yml", "select")];
    const scripts = jobs
      .flatMap(({ steps = [] }) => steps)
      .flatMap(({ run = "" }) => run.match(/delivery\/[\w-]+\.ts/g) ?? []);
    assert.ok(scripts.length >= 6);
    const workflows = ["publish-site.yml", "site.yml", "select-stacks.yml"].map((file) => `.github/workflows/${file}`);
    for (const file of [...scripts, ...workflows]) assert.ok(existsSync(join(repository, file)), file);
    const roles = { KNOWN_0: "arn", KNOWN_1: "arn" };
    for (const args of [["files"], ["select"]]) {
      const output = join(folder(), args.join());
      const run = await runDelivery("select-stacks.ts", {
        args,
        root: repository,
        env: {
          ...{ FOR: "site", HEAD_FOLDER: repository, BASE_FOLDER: "", ...roles },
          ...{ GITHUB_REPOSITORY: "acme/docs", GITHUB_REF_NAME: "main" },
          ...{ GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: join(folder(), "summary") },
        },
      });
      assert.equal(run.code, 0, run.stdout);
    }
    assert.match(readFileSync(join(folder(), "files"), "utf8"), /^prefixes=\["DEV","PROD"\]$/m);
    assert.match(
      readFileSync(join(folder(), "select"), "utf8"),
      /^stacks=\[\{"stack":"dev",.*\},\{"stack":"prod",.*\}\]$/m,
    );

    const steps = (job.steps ?? []).filter(({ id }) => id === "stack");
    for (const [environment, account] of [
      ["dev", "444455556666"],
      ["prod", "777788889999"],
    ] as const) {
      const results = await runJob(
        { ...job, env: { STACK: job.env?.STACK ?? "" }, steps },
        {
          folder: join(folder(), "runner"),
          workspace: repository,
          path: [],
          env: {},
          contexts: { inputs: { stack: environment } },
          actions: {},
        },
      );
      assert.deepEqual(
        results.map(({ outputs }) => outputs),
        [{ account }],
        results[0]?.output,
      );
    }
  });
});
