// docs/when-it-fails.md shows messages. Those of this repository are provoked here, or at least found in its sources;
// Pulumi's, npm's and Node's are provoked; for those of AWS and GitHub the page says where they were seen.
import assert from "node:assert/strict";
import { type ExecFileException, execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { generateKeyPairSync } from "node:crypto";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { decide } from "../../commands/plan/decision";
import { awsFailure } from "../../commands/preflight/aws/ask";
import { type Context, settingsOf as preflightSettings } from "../../commands/preflight/context";
import { node } from "../../commands/preflight/local";
import { table } from "../../commands/preflight/report";
import { readEnvironment } from "../../components/facts/environment";
import { checkStateBackend } from "../../components/facts/state-backend";
import { githubProvider } from "../../components/github-provider";
import { approvalNotice } from "../../components/policy/approval";
import { type AlsoTrust, otherIdentity } from "../../components/policy/also-trust";
import { adoptionNotice } from "../../components/policy/adoption";
import { branchNotice } from "../../components/policy/branch-review";
import { promisedRules } from "../../components/policy/environment-answer";
import { certificateProblems } from "../../components/policy/domain-facts";
import { environmentNotices } from "../../components/policy/environment-notices";
import { checkProtection, protectionNotice } from "../../components/policy/environment-protection";
import { answeredObject, explainFailure } from "../../components/policy/github-answers";
import { explainEnvironmentRefusal, explainVariableRefusal } from "../../components/policy/github-refusal";
import { decideOidcProvider } from "../../components/policy/oidc-provider";
import { partitionProblems } from "../../components/policy/partition";
import { boundaryProblems } from "../../components/policy/permissions-boundary";
import { rateLimitNotice } from "../../components/policy/rate-limit";
import { accessNotice, checkAccess } from "../../components/policy/reviewer-access";
import { repositoryFacts } from "../../components/policy/repository-facts";
import { alsoTrustNotice, trustOfRoles } from "../../components/policy/role-trust";
import { ROLES } from "../../components/policy/roles";
import { readSettings } from "../../components/policy/settings";
import { backendProblems } from "../../components/policy/state-backend";
import { parseSubjectPrefix } from "../../components/policy/subject-prefix";

import { allWays, findEngine } from "../../engine/find";
import { EngineReport } from "../../offline/engine-report";
import { failure, neverBroughtUp } from "../../offline/failure";
import { offlineState, projectRoot } from "../../lib/paths";
import { readStackFile } from "../../lib/stack-files";
import { copyStackFiles } from "../../offline/stack-files";
import { startingWorld } from "../../offline/starting-world";
import { openStateFolder, pathsIn, refuseOtherProject } from "../../offline/state-folder";
import { messageOf } from "../../lib/user-error";
import { environmentApi } from "../delivery/environments";
import { environmentOf, withIssues } from "../delivery/issues";
import { publishEnv } from "../delivery/publishing/env";
import { type AwsBehaviour, type GithubBehaviour, standInAws, withGithub } from "../delivery/stand-ins";
import { TYPE_STRIPPING } from "../../lib/type-stripping";
import { type Run, runDelivery } from "../support/delivery";
import { deploy } from "../support/deploy";
import { describeOnEngine, inSession, theEngine, withBoth, withDev } from "../support/engine";
import { EXAMPLE } from "../support/example/project";
import { anchorsOf, codesOf, fencesOf, linksOf, repositoryFiles, textOf } from "../support/markdown";
import { CUSTOMIZATION, deployProgram, PROVIDER_ARN, REPOSITORY, settingsOf } from "../support/program";
import { exchangeServers, REQUEST_CREDENTIAL } from "../support/pulumi-cloud";
import { bucketOf } from "../support/s3/client";
import { type DoubleOptions, withAws } from "../support/s3/double";
import { loadPublishing, Run as Release } from "../support/s3/publishing";
import { bodyOf, type Store } from "../../offline/s3/store";
import { withServer } from "../support/server";
import { jobOf } from "../workflows/files";
import { runJob } from "../workflows/run-job";
import { select, type Selecting, writeStack } from "../workflows/select-run";
import { Commands } from "../workflows/stand-ins";

const PAGE = textOf("docs/when-it-fails.md");

/** A domain whose DNS is elsewhere. */
const ELSEWHERE = { name: "www.example.com", aliases: [], redirects: [], zoneId: "", attach: true };

/** A message as the page shows it, and whose it is: what stands in front of the fence. */
interface Message {
  readonly section: string;
  readonly text: string;
  readonly owner: string;
}

interface Section {
  readonly heading: string;
  readonly text: string;
  readonly messages: readonly Message[];
}

const OURS = "this repository";
const PRINTED = "It prints:";
const OTHERS = ["AWS says:", "GitHub says:", "Pulumi says:", "npm says:", "Node says:", "The browser says:"];

const SECTIONS: readonly Section[] = PAGE.split(/^### /m)
  .slice(1)
  .map((part) => {
    const [heading = "", ...lines] = part.split(/\n(?:## .*\n)?/);
    const messages = fencesOf(lines.join("\n"))
      .filter(({ info }) => info === "text")
      .map(({ content, line }) => {
        const before = lines[line - 3] ?? "";
        const owner = [PRINTED, ...OTHERS].includes(before) ? before : OURS;
        return { section: heading, text: content.trimEnd(), owner };
      });
    return { heading, text: lines.join("\n"), messages };
  });

const MESSAGES = SECTIONS.flatMap(({ messages }) => messages);

/** Whether a message occurs in what was said. `…` is anything within a line; how far a line is indented does not count. */
function occursIn(message: string, text: string): boolean {
  const atMargin = (lines: string): string => lines.replaceAll(/^ +/gm, "");
  const literal = (words: string): string => words.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
  return new RegExp(atMargin(message).split("…").map(literal).join("[^\\n]*?")).test(atMargin(text));
}

/** What was really said, collected as the tests run. */
const said: string[] = [];

/** A test that something says each of these messages of a section, by their numbers on the page from 1; default: all. */
function says(heading: string, say: () => unknown, ...numbers: number[]): void {
  it(`shows what is said: ${heading}${numbers.length === 0 ? "" : ` (${numbers.join(", ")})`}`, async () => {
    const shown = MESSAGES.filter(({ section }) => section === heading);
    assert.notEqual(shown.length, 0, `no section ${heading}`);
    const text = [await say()].flat().join("\n");
    said.push(text);
    for (const number of numbers.length === 0 ? shown.keys() : numbers.map((one) => one - 1)) {
      const message = shown[number]?.text ?? "no such message";
      assert.ok(occursIn(message, text), `the page shows\n${message}\nand what is said is\n${text}`);
    }
  });
}

/** The message of what is thrown. */
function thrown(doing: () => unknown): string {
  try {
    doing();
  } catch (error) {
    return messageOf(error);
  }
  throw new Error("nothing was thrown");
}

async function rejected(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => assert.fail("nothing was thrown"),
    (error: unknown) => messageOf(error),
  );
}

const prefixOf = (text: string, until = "2100-01-01"): AlsoTrust => {
  const subjectPrefix = parseSubjectPrefix(text);
  assert.ok(subjectPrefix);
  return { subjectPrefix, until: new Date(until) };
};

const NOBODY = { reviewers: { users: [], teams: [] }, waitMinutes: 0 };

/** An environment that takes every branch and asks nobody. */
const ENVIRONMENT = {
  environment: "prod",
  branch: "main",
  wanted: promisedRules({ ...NOBODY, environmentProtection: "full", branch: "main" }),
  found: {
    name: "prod",
    ...promisedRules({ ...NOBODY, environmentProtection: "none", branch: "main" }),
    branches: ["*"],
    policies: [],
  },
};

const UNAPPROVED = { environment: "prod", branch: "main", reviewers: [], environmentProtection: "full" } as const;

const rate = (limit: number, remaining: number) => ({
  endpoint: "rate_limit",
  code: 200,
  body: JSON.stringify({ rate: { limit, remaining, reset: 1 } }),
});

const IDENTITY = {
  subjectPrefix: CUSTOMIZATION.sub_claim_prefix,
  owner: "acme",
  name: "site",
  repositoryId: "2222",
  ownerId: "1111",
};

describe("docs/when-it-fails.md", () => {
  const folder = mkdtempSync(join(tmpdir(), "passwordless-when-"));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  let folders = 0;
  const newFolder = (): string => {
    folders += 1;
    const path = join(folder, String(folders));
    mkdirSync(path);
    return path;
  };
  const fileIn = (path: string, text: string): string => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  };

  describe("as a page", () => {
    it("begins with a table of contents that has each section, in order, under its group", () => {
      const [, contents = "", rest = ""] = /^([^]*?)(\n## [^]*)$/.exec(PAGE) ?? [];
      const entries = [...contents.matchAll(/^(?:\*\*(.+)\*\*|- \[(.+)\]\(#.+\): .+)$/gm)];
      const headings = [...rest.matchAll(/^(?:## (.+)|### (.+))$/gm)];
      assert.deepEqual(
        entries.map(([, group, entry]) => group ?? entry),
        headings.map(([, group, heading]) => group ?? heading),
      );
    });

    it("links within itself to sections that are there, each from the table of contents by its own", async () => {
      const anchors = await anchorsOf(PAGE);
      const inner = linksOf(PAGE).flatMap(({ href }) => (href.startsWith("#") ? [href.slice(1)] : []));
      assert.deepEqual(
        inner.filter((anchor) => !anchors.has(anchor)),
        [],
      );
      const sections = await anchorsOf(SECTIONS.map(({ heading }) => `### ${heading}`).join("\n\n"));
      assert.deepEqual(new Set(inner), sections);
    });

    for (const { heading, text } of SECTIONS) {
      it(`says what it looks like, why, and what to do: ${heading}`, () => {
        assert.match(text, /^```text$|^\*\*Looks like\.\*\*/m);
        assert.match(text, /^\*\*Why\b/m);
        assert.match(text, /\*\*(?:Do|what to do)\b/);
      });
    }
  });

  describe("preflight", () => {
    says("✗ in preflight", () => table("prod", [{ name: "Node", verdict: "wrong", says: "" }]));
    says("no AWS credentials", () =>
      [
        { name: "CredentialsProviderError" },
        { name: "ExpiredTokenException", $metadata: { httpStatusCode: 400 } },
        { name: "InvalidClientTokenId", $metadata: { httpStatusCode: 403 } },
      ].map((error) => awsFailure("AWS STS", "sts:GetCallerIdentity", Object.assign(new Error("none"), error)).says),
    );
    says(
      "npm warn EBADENGINE",
      () => {
        const folder = newFolder();
        fileIn(join(folder, "package.json"), '{ "engines": { "node": ">=99" } }');
        return node({ project: { folder } } as Context).says;
      },
      2,
    );
  });

  describe("the program", () => {
    const now = new Date();

    const settings = (given: object): string =>
      thrown(() => readSettings({ stack: "prod", config: settingsOf({ ...given }), now }));
    says('The settings of stack "prod" cannot be used', () => [
      settings({ branch: "refs/heads/main" }),
      settings({ colour: "red" }),
      settings({ "aws:allowedAccountIds": "[12345678901]", "aws:endpoints": "[]" }),
      settings({ "github:token": "x" }),
      thrown(() => readSettings({ stack: "prod", config: settingsOf({}), encrypted: ["branch"], now })),
    ]);
    says("The roles could not work with the state", () => {
      const file = fileIn(join(newFolder(), "Pulumi.yaml"), "backend: { url: s3://my-state/team }\n");
      const cloud = { stateBucket: "", pulumiOrganization: "acme" };
      const other = [
        ...backendProblems("https://api.pulumi.com/acme", cloud),
        ...backendProblems("https://api.pulumi.com", { ...cloud, stateBucket: "other" }),
        ...backendProblems("s3://my-state", { stateBucket: "other", pulumiOrganization: "" }),
      ].map(({ key, message }) => `${key}: ${message}`);
      return rejected(checkStateBackend({ stateBucket: "", pulumiOrganization: "" }, file)).then((first) => [
        first,
        ...other,
      ]);
    });
    const inPreflight = (project: string, values: Readonly<Record<string, unknown>> = {}): string => {
      const own = Object.entries(settingsOf(values)).map(([key, value]) => [`${project}:${key}`, value] as const);
      return thrown(() => preflightSettings(project, { stack: "prod", config: Object.fromEntries(own) }));
    };
    says("AWS would refuse the names of this stack", () => [
      inPreflight("a".repeat(60)),
      inPreflight("sthree-site"),
      inPreflight("github-site"),
      inPreflight("My.Site"),
    ]);
    says(
      "AWS would refuse the trust policies of this stack",
      () => {
        const repository = { ...IDENTITY, defaultBranch: "main" };
        const branch = "b".repeat(900);
        return thrown(() =>
          trustOfRoles(PROVIDER_ARN, ROLES, { repository, environment: "prod", branch, alsoTrust: null, now }),
        );
      },
      1,
    );
    says("CloudFront would refuse the edge function of this stack", () => {
      const pages = Array.from({ length: 300 }, (_, index) => [`/old/page-${index}`, `/new/page-${index}`]);
      const aliases = Array.from({ length: 50 }, (_, index) => `${`${"a".repeat(50)}.`.repeat(4)}n${index}.example`);
      return [
        inPreflight("site", { redirects: Object.fromEntries(pages) }),
        inPreflight("site", { domain: { name: "www.example.com", aliases } }),
      ];
    });
    says("The AWS account does not fit the setting", () => {
      const asked = { arn: PROVIDER_ARN, owner: "my-project/dev" };
      const others = { audiences: ["sts.amazonaws.com"], tags: { "passwordless:owner": "other/dev" } };
      const foreign = { audiences: ["sigstore"], tags: {} };
      return [
        thrown(() => decideOidcProvider({ ...asked, oidcProvider: "create", found: others })),
        thrown(() => decideOidcProvider({ ...asked, oidcProvider: "existing", found: undefined })),
        thrown(() => decideOidcProvider({ ...asked, oidcProvider: "existing", found: foreign })),
        ...boundaryProblems("arn:aws:iam::999988887777:policy/x", {
          id: "111122223333",
          partition: "aws",
          region: "us-east-1",
        }).map(({ key, message }) => `${key}: ${message}`),
        ...partitionProblems({ partition: "aws-cn", region: "cn-north-1" }).map(
          ({ key, message }) => `${key}: ${message}`,
        ),
      ];
    });
    says("404 Not Found; expected a repository that the token may read", () =>
      ["repos/acme/site", "repos/acme/site/actions/oidc/customization/sub"].map((endpoint) =>
        thrown(() => answeredObject({ endpoint, code: 404, body: "" })),
      ),
    );
    const read = (repository: object, customization: object, statedPrefix = ""): string => {
      const answer = (body: object) => ({ endpoint: "repos/acme/site", code: 200, body: JSON.stringify(body) });
      const answers = { repository: answer({ ...REPOSITORY, ...repository }), subject: answer(customization) };
      return thrown(() => repositoryFacts({ asked: { owner: "acme", name: "site" }, ...answers, statedPrefix }));
    };
    says("which GitHub now calls", () => read({ name: "web" }, CUSTOMIZATION));
    says("follow a template of its own", () => read({}, { use_default: false, include_claim_keys: ["repo"] }));
    says("GitHub does not say what the subjects start with", () => [
      read({}, { use_default: true }),
      read({}, CUSTOMIZATION, "repo:acme/site"),
    ]);
    says("GITHUB_TOKEN is not accepted, may not read this, rate limit", () => [
      ...[
        ": 401 Bad credentials",
        ": 403 Forbidden",
        ": 403 Resource protected by organization SAML enforcement",
        ": 403 forbids access if the token's lifetime is greater than 366 days",
        ": 403 has an IP allow list enabled",
        "GET https://api.github.com/orgs/acme: 403 Forbidden",
        "API rate limit exceeded",
        "dial tcp: i/o timeout",
      ].map((words) => explainFailure("repos/acme/site", words).message),
      ...[rate(5000, 0), rate(60, 60)].map((answer) => thrown(() => rateLimitNotice(answer))),
    ]);
    says("The environment names another GitHub owner", () =>
      [{ GITHUB_OWNER: "other" }, { GITHUB_APP_ID: "1" }, { GITHUB_BASE_URL: "https://x" }].map((environment) =>
        thrown(() => githubProvider("acme", environment)),
      ),
    );
    says("The second identity cannot be trusted", () =>
      [CUSTOMIZATION.sub_claim_prefix, "repo:acme@1111/other@9", "repo:acme-1111/site-2222"].map((prefix) =>
        thrown(() => otherIdentity(prefixOf(prefix), IDENTITY)),
      ),
    );
    const failed = (error: string, operation = "create") => ({
      operation,
      inputs: { variableName: "PROD_BRANCH" },
      error: `POST https://api.github.com/repos/acme/site: ${error} []`,
    });
    says(
      "GitHub has a repository variable already (409)",
      () => ["409 Already exists", "403 Forbidden"].map((error) => explainVariableRefusal(failed(error)) ?? ""),
      1,
      2,
    );
    says(
      "GitHub's plan does not allow this protection (422)",
      () => [
        ...["422 ensure the billing plan supports it", "422 words", "404 Not Found"].map(
          (error) => explainEnvironmentRefusal(failed(error)) ?? "",
        ),
        thrown(() => {
          checkProtection("full", "private", "free");
        }),
      ],
      1,
      2,
      4,
      5,
    );
    says("GitHub's environment does not fit the settings", () => {
      const environment = { name: "Prod", protection_rules: [] };
      const calls = {
        "github:index/getRestApi:getRestApi": () => ({ code: 200, body: JSON.stringify(environment) }),
      };
      const question = { repository: { owner: "acme", name: "site" }, environment: "prod", branch: "main", state: [] };
      const wanted = promisedRules({ ...NOBODY, environmentProtection: "none", branch: "main" });
      return rejected(deploy(() => readEnvironment({ ...question, wanted }, githubProvider("acme", {})), { calls }));
    });
    says(
      "What the state holds is gone in GitHub",
      () => explainVariableRefusal(failed("404 Not Found", "update")) ?? "",
      1,
    );
    says("Nobody could approve deployments", () => rejected(deployProgram({ settings: { reviewers: ["nobody"] } })), 1);
    says(
      "Nobody could approve deployments",
      () =>
        thrown(() => {
          checkAccess({ without: ["team:9"], unknown: [] }, { ...IDENTITY, visibility: "private" });
        }),
      2,
    );
    says("Warnings at each preview", () => [
      branchNotice("main", "not required"),
      branchNotice("main", "not checked"),
      ...(["full", "branch"] as const).map((environmentProtection) =>
        approvalNotice({ ...UNAPPROVED, environmentProtection, review: "not required" }),
      ),
      approvalNotice({ ...UNAPPROVED, review: "required", after: "dev" }),
      accessNotice({ without: [], unknown: ["octocat"] }, { ...IDENTITY, visibility: "private" }),
      protectionNotice("branch", "prod", "main"),
      adoptionNotice({ adopt: ["PROD_BRANCH"], adopted: [] }),
      rateLimitNotice(rate(5000, 1)),
      ...[ENVIRONMENT.wanted, undefined].flatMap((held) => environmentNotices({ ...ENVIRONMENT, held })),
      alsoTrustNotice(prefixOf("repo:acme/old", "2020-01-01"), now)?.message,
    ]);
  });

  describe("the plan", () => {
    const plan = async (digest: object): Promise<string> => {
      const file = fileIn(join(newFolder(), "preview.json"), JSON.stringify(digest));
      const args = ["-r", "ts-node/register", "commands/plan.ts", "--stack", "prod", "--file", file];
      return outputOf(process.execPath, args, { cwd: EXAMPLE });
    };
    const role = "urn:pulumi:prod::p::aws:iam/role:Role::publish";
    says("Stopped before any write", () => plan({ steps: [{ op: "update", urn: role }] }), 2);
    says(
      "Stopped before any write: cannot be previewed",
      () => plan({ diagnostics: [{ severity: "error", message: "AccessDenied" }] }),
      2,
    );
  });

  describe("the workflows", () => {
    /** What a step prints and puts into the summary, with these variables. */
    async function step(
      file: string,
      job: string,
      name: string,
      env: Readonly<Record<string, string>>,
      path: string[] = [],
      workspace = EXAMPLE,
    ) {
      const { defaults, steps = [] } = jobOf(file, job);
      const { run, shell } = steps.find((one) => one.name === name) ?? {};
      assert.ok(run !== undefined, `${file} has no step ${name}`);
      const runner = newFolder();
      const only = {
        ...(defaults === undefined ? {} : { defaults }),
        steps: [{ run, ...(shell === undefined ? {} : { shell }) }],
      };
      const results = await runJob(only, {
        folder: runner,
        workspace,
        path,
        env: { GITHUB_REPOSITORY: "acme/site", RUNNER_TEMP: runner, ...env },
        contexts: {},
        actions: {},
      });
      return results.map(({ output }) => output).join("") + readFileSync(join(runner, "summary"), "utf8");
    }

    const selected = async (options: Omit<Selecting, "folder">): Promise<string> => {
      const { summary, output } = await select({ folder: newFolder(), ...options });
      return summary + output;
    };
    const files = { dev: {}, prod: { after: "dev" } };
    const site = { workflow: "site.yml", files };
    const preview = { workflow: "preview.yml", files, base: files };

    says("left out", () =>
      Promise.all([
        selected({ ...preview, headRepository: "other/site" }),
        selected({ ...preview, author: "dependabot[bot]" }),
        selected({ ...preview, files: { dev: {} } }),
        selected({ ...site, notUp: ["DEV_PUBLISH"] }),
        selected({ ...site, files: { ...files, qa: { branch: "live" }, bad: { branch: ["main"] } } }),
        selected({ ...site, files: { ...files, bad: { branch: ["main"], before: "prod" } } }),
      ]),
    );

    says("The order of the stacks", () =>
      Promise.all([
        selected({ ...site, files: { dev: {}, prod: { after: "qa" } } }),
        selected({ ...site, files: { dev: { after: "prod" }, prod: { after: "dev" } } }),
        selected({ ...site, files: { dev: {}, prod: { environment: "dev" } } }),
        selected({ ...site, files: Object.fromEntries(Array.from({ length: 13 }, (_, index) => [`s${index}`, {}])) }),
      ]),
    );

    says("expected success, so run that one again first", async () => {
      const folder = newFolder();
      for (const [stack, settings] of Object.entries(files)) writeStack(folder, stack, settings);
      const guard = (jobs: object, env: Readonly<Record<string, string>>) =>
        withServer(
          ({ url = "" }, response) =>
            response
              .writeHead(url.includes("/contents/") ? 404 : 200)
              .end(JSON.stringify(url.includes("/jobs?") ? jobs : [])),
          (url) =>
            outputOf(process.execPath, [...TYPE_STRIPPING, join(projectRoot, "delivery", "check-order.ts")], {
              cwd: folder,
              env: {
                ...{
                  FOR: "site",
                  STACK: "prod",
                  ENVIRONMENT: "prod",
                  COMMIT: "c".repeat(40),
                  GITHUB_TOKEN: "read-only",
                },
                ...{ GITHUB_REPOSITORY: "acme/site", GITHUB_RUN_ID: "100", GITHUB_API_URL: url, ...env },
              },
            }),
        );
      const [missing, never] = [await guard({ total_count: 0, jobs: [] }, {}), await guard({}, { ROLLBACK: "true" })];
      writeStack(folder, "bad", { branch: ["main"], before: "prod" });
      return [missing, never, await guard({}, {})];
    });

    /** What the infrastructure workflow says where the plan ends with this exit code. */
    const stoppedBy = (code: number) => {
      const commands = new Commands(newFolder());
      commands.addNode([{ to: "commands/plan.ts", code }]);
      const name = "Stop where only an administrator may apply the plan";
      return step("infrastructure.yml", "up", name, { STACK: "prod" }, [commands.path]);
    };
    says("Stopped before any write", () => stoppedBy(3), 1);
    says("Stopped before any write: cannot be previewed", () => stoppedBy(1), 1);
    says("Nothing may write variables", () =>
      step("infrastructure.yml", "up", "Up", { STACK: "prod", GITHUB_TOKEN: "" }),
    );

    says("Not published", () => {
      const right = {
        EVENT: "push",
        REF: "refs/heads/main",
        BRANCH: "main",
        PREFIX: "PROD",
        CALLER: "acme/site/.github/workflows/site.yml@refs/heads/main",
      };
      const wrong = [
        { EVENT: "pull_request_target" },
        { BRANCH: "live" },
        { CALLER: "acme/site/.github/workflows/deploy.yml@refs/heads/main" },
      ];
      const name = "Refuse unless site.yml called, on the branch, after a push or by hand";
      return Promise.all(wrong.map((one) => step("publish-site.yml", "publish", name, { ...right, ...one })));
    });
    says("commit: expected the full hash", () => {
      const GITHUB_SHA = "0".repeat(40);
      return Promise.all(
        ["abc1234", "1".repeat(40)].map((COMMIT) =>
          step("site.yml", "build", "Refuse a commit that is not on the branch, or is withdrawn", {
            COMMIT,
            GITHUB_SHA,
            GITHUB_REF_NAME: "main",
          }),
        ),
      );
    });
    says("SITE_OUTPUT: expected the folder that the build wrote", () => {
      const workspace = newFolder();
      mkdirSync(join(workspace, "release"));
      const lines = { SITE_FOLDER: ".", SITE_BUILD: "", SITE_OUTPUT: "build" };
      return step("site.yml", "build", "Build", lines, [], workspace);
    });
  });

  describe("the scripts of delivery/", () => {
    /** What the reader of the log sees. */
    const logOf = ({ stdout, stderr }: Run): string =>
      `${stdout}${stderr}`
        .replaceAll(/^::(?:error|warning)::/gm, "")
        .replaceAll("%0A", "\n")
        .replaceAll("%25", "%");
    const script = async (name: string, env: Readonly<Record<string, string>>): Promise<string> =>
      logOf(await runDelivery(name, { env, folder: EXAMPLE }));

    const checkEnvironment = (github: RequestListener): Promise<string> =>
      withServer(github, async (url) => {
        const env = { ...environmentOf(url), STACK: "prod" };
        return logOf(await runDelivery("check-environment.ts", { env, folder: EXAMPLE }));
      });
    const unprotected = "The environment is not protected as the stack's file says";
    says(unprotected, () => checkEnvironment(environmentApi({ can_admins_bypass: true })), 1);
    says(unprotected, () => checkEnvironment((_, response) => response.writeHead(403).end("{}")), 2);

    const ISSUER = "https://token.actions.githubusercontent.com";
    const job = {
      aud: "sts.amazonaws.com",
      sub: "repo:acme@1111/site@2222:environment:prod",
      repository_id: "2222",
      repository_owner_id: "1111",
      environment: "prod",
      ref: "refs/heads/main",
      job_workflow_ref: "acme/site/.github/workflows/publish-site.yml@refs/heads/main",
    };

    /** What "Say why AWS refused" prints to a job whose token has these claims. */
    function whyDenied(claims: object, trust: object = { publish: [job] }, github?: RequestListener): Promise<string> {
      const payload = Buffer.from(JSON.stringify({ iss: ISSUER, ...job, ...claims })).toString("base64url");
      const token = `e30.${payload}.c2lnbmF0dXJl`;
      const answer: RequestListener = (_, response) => response.end(JSON.stringify({ value: token }));
      return withServer(github ?? answer, (url) =>
        script("why-denied.ts", {
          ROLE: "publish",
          TRUST: JSON.stringify(trust),
          ACTIONS_ID_TOKEN_REQUEST_URL: url,
          ACTIONS_ID_TOKEN_REQUEST_TOKEN: "credential",
        }),
      );
    }

    const whys: readonly (readonly [readonly number[], object, object?])[] = [
      [[2, 9], {}, { ...job, sub: "repo:acme/site:environment:prod" }],
      [[3], { environment: undefined, sub: "repo:acme@1111/site@2222:ref:refs/heads/main" }],
      [[4], { environment: "dev", sub: "repo:acme@1111/site@2222:environment:dev" }],
      [[5], { environment: "Prod", sub: "repo:acme@1111/site@2222:environment:Prod" }],
      [[6], { iss: "https://token.actions.githubusercontent.com/acme-corp" }],
      [[7], { sub: `${job.sub}:job_workflow_ref:x` }],
      [[8], { ref: "refs/heads/topic" }],
      [[10], { repository_owner_id: "9" }],
      [[11], { repository_id: "9" }],
      [[12], { job_workflow_ref: job.job_workflow_ref.replace("publish-site", "deploy") }],
      [[13], { job_workflow_ref: job.job_workflow_ref.replace("acme", "ACME") }],
      [[14], {}, { ...job, until: "2020-01-01T00:00:00Z" }],
      [[15], { aud: "https://github.com/acme" }],
      [[16], {}],
    ];
    for (const [numbers, claims, trusted = job] of whys) {
      says(
        "Not authorized to perform sts:AssumeRoleWithWebIdentity",
        () => whyDenied(claims, { publish: [trusted] }),
        ...numbers,
      );
    }
    says("Credentials could not be loaded", () => script("why-denied.ts", { ROLE: "publish", TRUST: "{}" }), 2);
    says("Why AWS refused is not known", () =>
      Promise.all([whyDenied({}, {}), whyDenied({}, undefined, (_, response) => response.writeHead(403).end())]),
    );

    const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
    /** What the step that mints the App's token prints. */
    function minted(github: Partial<GithubBehaviour>, aws: Partial<AwsBehaviour> = {}): Promise<string> {
      const own = newFolder();
      const key = keys.privateKey.export({ type: "pkcs8", format: "pem" }) as string;
      const { path } = standInAws(own, { key, ...aws });
      const behaviour = { appId: "123456", publicKey: keys.publicKey, token: `ghs_${"c".repeat(36)}`, ...github };
      return withGithub(behaviour, ({ url }) =>
        script("github-app-token.ts", {
          PATH: path,
          APP_ID: "123456",
          INSTALLATION_ID: "777",
          KMS_KEY_ARN: "arn:aws:kms:eu-central-1:111122223333:key/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
          GITHUB_REPOSITORY: "acme/site",
          GITHUB_REPOSITORY_ID: "2222",
          GITHUB_API_URL: url,
          GITHUB_OUTPUT: join(own, "output"),
        }),
      );
    }
    says("GitHub refused the JWT (and what else the App's token fails with)", () =>
      Promise.all([
        minted({ appId: "999" }),
        minted({ refusal: { status: 404, message: "Not Found" } }),
        minted({ refusal: { status: 422, message: "not granted" } }),
        minted({ answer: { repository_selection: "all" } }),
        minted({}, { stderr: "An error occurred (AccessDeniedException)" }),
      ]),
    );

    says("Pulumi Cloud refused the exchange", async () => {
      const claims = { iss: ISSUER, sub: "repo:acme/site:pull_request" };
      const cloud = { organization: "acme", teams: [], rules: [] };
      const exchange = (url: string, organization: string): Promise<string> => {
        const own = newFolder();
        fileIn(join(own, "Pulumi.yaml"), `name: site\nbackend:\n  url: ${url}\n`);
        fileIn(join(own, "Pulumi.prod.yaml"), `config:\n  pulumiOrganization: "${organization}"\n`);
        const env = {
          STACK: "prod",
          ACCESS: "read",
          LIFETIME_SECONDS: "1200",
          GITHUB_OUTPUT: join(own, "output"),
          ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/github/token`,
          ACTIONS_ID_TOKEN_REQUEST_TOKEN: REQUEST_CREDENTIAL,
        };
        return runDelivery("pulumi-token.ts", { env, folder: own }).then(({ stdout }) => stdout);
      };
      return withServer(exchangeServers(claims, cloud, []), (url) =>
        Promise.all([exchange(url, "acme"), exchange(url, "")]),
      );
    });

    const previewed = (decision: string): Promise<string> =>
      withIssues({}, async ({ url, writes }) => {
        const PREVIEW = dirname(fileIn(join(newFolder(), "decision.json"), decision));
        const own = { STACK: "prod", PREVIEW, PULL_REQUEST: "17", COMMIT: "d".repeat(40) };
        await script("preview-comment.ts", { ...own, ...environmentOf(url) });
        return writes[0]?.body.body ?? "";
      });
    says("An administrator must apply this pull request", () =>
      previewed(JSON.stringify(decide([{ op: "update", type: "aws:iam/role:Role", name: "publish" }]))),
    );
    says("Preview failed", () => previewed("error: no credentials"));

    says(
      "What is committed and what is there differ",
      () =>
        withIssues({}, async ({ url, writes }) => {
          const REPORTS = newFolder();
          fileIn(join(REPORTS, "drift-prod", "variables.txt"), "PROD_BRANCH is missing");
          await script("report-drift.ts", { STACKS: '[{ "stack": "prod" }]', REPORTS, ...environmentOf(url) });
          return writes[0]?.body.title;
        }),
      1,
    );

    says("expected one list of account numbers", async () => {
      const read = join(projectRoot, "delivery", "stack-account.ts");
      const inFolder = async (workspace: string): Promise<string> => {
        const [result] = await runJob(
          { steps: [{ run: `"${process.execPath}" "${read}"` }] },
          { folder: newFolder(), workspace, path: [], env: { STACK: "prod" }, contexts: {}, actions: {} },
        );
        return result?.output ?? "";
      };
      const without = newFolder();
      fileIn(join(without, "Pulumi.prod.yaml"), "config:\n  aws:region: us-east-1\n");
      const twice = newFolder();
      fileIn(join(twice, "Pulumi.prod.yaml"), "config:\n  a: b\nconfig:\n");
      return Promise.all([inFolder(without), inFolder(newFolder()), inFolder(twice)]);
    });

    says("A variable is missing or has another form", () =>
      runDelivery("check-variables.ts", {
        env: { PREFIX: "PROD", AWS_REGION: "file:///etc/passwd" },
        args: ["AWS_REGION", "SITE_BUCKET"],
      }).then(logOf),
    );

    says("The site cannot be published", () => {
      const RUNNER_TEMP = newFolder();
      for (const file of [".env", "release.json"]) fileIn(join(RUNNER_TEMP, "site", file), "x");
      return script("prepare-release.ts", { STACK: "prod", RUNNER_TEMP });
    });
    /** What a step of publishing says on a release of one page. */
    const publishing = (name: string, options: DoubleOptions = {}, before?: (store: Store) => void): Promise<string> =>
      withAws(options, async (aws) => {
        const RUNNER_TEMP = newFolder();
        fileIn(join(RUNNER_TEMP, "site", "index.html"), "x");
        fileIn(join(RUNNER_TEMP, "site", "assets", "app-B3xk9Zq1.js"), "x");
        before?.(aws.store);
        const env = publishEnv(aws, RUNNER_TEMP);
        await runDelivery("prepare-release.ts", { env, folder: EXAMPLE });
        if (name === "sync-site.ts") return script(name, env);
        await runDelivery("sync-site.ts", { env, folder: EXAMPLE });
        return withServer(
          (_, response) => response.writeHead(404).end(),
          (url) => {
            const site = { SITE_URL: url, HTTP_URL: url, BUCKET_URL: url, PROBE_SECONDS: "1", PROBE_WAIT_MS: "2000" };
            return script(name, { ...env, ...site });
          },
        );
      });
    says("the content has changed and the name has not", () =>
      publishing("sync-site.ts", {}, (store) => void store.put("assets/app-B3xk9Zq1.js", bodyOf("y"), {})),
    );
    says("is in the bucket already", () =>
      publishing("sync-site.ts", {}, (store) => void store.put("_releases/9-1.json.gz", bodyOf("y"), {})),
    );
    says("No list of a release is left in the bucket", () =>
      withAws({}, (aws) => script("restore-site.ts", publishEnv(aws, newFolder()))),
    );
    says("files are no longer in the bucket", () =>
      withAws({}, async (aws) => {
        const modules = await loadPublishing();
        const old = new Release(modules, bucketOf(modules, aws), { "index.html": "old" }, "1");
        await old.whole();
        await new Release(modules, bucketOf(modules, aws), { "index.html": "new" }, "2").whole();
        const [, gone] = aws.store.versions("index.html");
        aws.store.forget("index.html", gone?.versionId ?? "");
        return script("restore-site.ts", { ...publishEnv(aws, newFolder()), COMMIT: old.commit });
      }),
    );
    says("The role may not read the lists of releases", () => {
      const denied = ({ method, key }: { method: string; key: string }) =>
        method === "GET" && key.startsWith("_releases/") ? ("denied" as const) : undefined;
      return publishing("sync-site.ts", { fault: denied }, (store) => {
        store.put("_releases/8-1.json.gz", bodyOf("y"), {});
        store.put("release.json", bodyOf("y"), {});
      });
    });
    says("S3 did not delete, answered", () => publishing("sync-site.ts", { fault: () => "denied" }), 2);
    says("S3 did not delete, answered", () => publishing("sync-site.ts", { fault: () => "redirect" }), 3);
    says("checks of the site failed", () => publishing("probe-site.ts"));
    says(
      "What is committed and what is there differ",
      () => {
        const OUTPUTS = fileIn(join(newFolder(), "outputs.json"), '{"branch":"main"}');
        return script("compare-variables.ts", {
          PREFIX: "PROD",
          OUTPUTS,
          REPORT: join(newFolder(), "report"),
        });
      },
      2,
    );
  });

  says("domain.attach: got true, but", () =>
    [undefined, "PENDING_VALIDATION"]
      .flatMap((status) => certificateProblems(ELSEWHERE, status))
      .map(({ key, message }) => `${key}: ${message}`),
  );

  describe("offline", () => {
    const failed = (error: string): string => {
      const report = new EngineReport();
      report.onError(`error: ${error}\n`);
      return failure({ mode: "up", stack: "prod", state: offlineState, report, error: undefined, interrupted: false })
        .message;
    };

    says("No Pulumi engine is available here", () => {
      const none = allWays.map(({ name }) => ({ name, find: () => Promise.reject(new Error("there is none")) }));
      return rejected(findEngine({ say: () => undefined }, none));
    });
    says(
      "cannot be deleted because it is protected",
      () => failed('resource "x" cannot be deleted\nbecause it is protected.'),
      2,
    );
    says("is locked by another engine", () =>
      failed("the stack is currently locked by 1 lock(s).\n  file:///tmp/lock.json: created by x"),
    );
    says("is in use by another run", () => {
      const used = newFolder();
      openStateFolder(used);
      fileIn(join(used, "in-use"), String(process.ppid));
      return thrown(() => openStateFolder(used));
    });
    says("holds files of somebody else", () => thrown(() => openStateFolder(EXAMPLE)));
    says("is not up in this state folder", () => neverBroughtUp("prod", offlineState).message);
    says("there is no Pulumi.staging.yaml", () => thrown(() => copyStackFiles(EXAMPLE, newFolder(), [], "staging")));
    says("Pulumi.prod.yaml:3: it is not YAML", () => {
      const read = (text: string): string => {
        const project = { folder: newFolder(), name: "site", config: {} };
        fileIn(join(project.folder, "Pulumi.prod.yaml"), text);
        return thrown(() => readStackFile(project, "prod"));
      };
      return [read("config: ["), read("config:\n  branch: a\n  site:branch: b\n"), read("")];
    });
    says("npm run offline -- reset starts over", () => {
      const cloud = fileIn(join(newFolder(), "cloud.json"), "{}");
      const broken = thrown(() => startingWorld(undefined, cloud, [])).replace(/ --state \S+/, "");
      const paths = pathsIn(newFolder());
      mkdirSync(join(paths.backend, ".pulumi/stacks/earlier"), { recursive: true });
      const renamed = thrown(() => {
        refuseOtherProject(paths, "site");
      });
      return [broken, renamed];
    });
    says("Cannot find module 'ts-node/register'", () =>
      outputOf(process.execPath, ["-r", "ts-node/register", "x.ts"], { cwd: newFolder() }),
    );
    says(
      "npm warn EBADENGINE",
      () => {
        const cwd = newFolder();
        fileIn(join(cwd, "package.json"), '{"name":"x","version":"1.0.0","engines":{"node":">=99"}}');
        copyFileSync(join(projectRoot, ".npmrc"), join(cwd, ".npmrc"));
        return outputOf("npm", ["install", "--offline", "--loglevel", "warn"], { cwd });
      },
      1,
    );
  });

  describeOnEngine("the engine's own messages", () => {
    let project = "";
    let environment: NodeJS.ProcessEnv = {};
    const pulumi = (args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<string> =>
      outputOf(theEngine().command, [...args, "--non-interactive"], { cwd: project, env: { ...environment, ...more } });

    beforeEach(() => {
      project = newFolder();
      const backend = newFolder();
      environment = {
        ...process.env,
        PULUMI_HOME: newFolder(),
        PULUMI_BACKEND_URL: `file://${backend}`,
        PULUMI_CONFIG_PASSPHRASE: "",
        PULUMI_SKIP_UPDATE_CHECK: "true",
      };
      for (const file of ["Pulumi.yaml", "Pulumi.prod.yaml"]) copyFileSync(join(EXAMPLE, file), join(project, file));
    });
    const withSetting = (text: string): string => fileIn(join(project, "Pulumi.prod.yaml"), `config:\n${text}`);
    const preview = ["preview", "--stack", "prod"];
    const init = ["stack", "init", "prod"];

    says("must be of type, is missing configuration value", async () => {
      await pulumi(init);
      withSetting('  repository: acme/site\n  oidcProvider: create\n  sessionMinutes: "1h"\n');
      const type = await pulumi(preview);
      withSetting("  aws:region: us-east-1\n");
      return [type, await pulumi(preview)];
    });
    says("Pulumi CLI version does not satisfy the version range", async () => {
      await pulumi(init);
      const file = join(project, "Pulumi.yaml");
      writeFileSync(
        file,
        readFileSync(file, "utf8").replace(/^requiredPulumiVersion: .*$/m, 'requiredPulumiVersion: ">=4.0.0"'),
      );
      return pulumi(preview);
    });
    says("PULUMI_ACCESS_TOKEN must be set for login", () => pulumi(preview, { PULUMI_BACKEND_URL: "" }));
    says("passphrase must be set, incorrect passphrase", async () => {
      await pulumi(init);
      const without = { ...environment };
      delete without.PULUMI_CONFIG_PASSPHRASE;
      const none = await outputOf(theEngine().command, [...preview, "--non-interactive"], {
        cwd: project,
        env: without,
      });
      return [none, await pulumi(preview, { PULUMI_CONFIG_PASSPHRASE: "other" })];
    });
    says("no stack named 'prod' found", () => pulumi(preview));

    it("are gone where encryptionsalt is deleted and the empty passphrase is set", async () => {
      await pulumi(init, { PULUMI_CONFIG_PASSPHRASE: "other" });
      assert.match(await pulumi(preview), /incorrect passphrase/);
      const file = join(project, "Pulumi.prod.yaml");
      writeFileSync(file, readFileSync(file, "utf8").replace(/^encryptionsalt:.*\n/m, ""));
      assert.doesNotMatch(await pulumi(preview), /passphrase/);
      assert.match(readFileSync(file, "utf8"), /^encryptionsalt: v1:/m);
    });

    says("the stack is currently locked by 1 lock(s)", async () => {
      await pulumi(init);
      const [, name = ""] = /^name: (.+)$/m.exec(readFileSync(join(project, "Pulumi.yaml"), "utf8")) ?? [];
      const locks = join(
        environment.PULUMI_BACKEND_URL?.slice("file://".length) ?? "",
        ".pulumi/locks/organization",
        name,
        "prod",
      );
      const content = { pid: 7, username: "runner", hostname: "host", timestamp: "2026-11-25T10:00:00Z" };
      fileIn(join(locks, "11111111-2222-3333-4444-555555555555.json"), JSON.stringify(content));
      const locked = await pulumi(["destroy", "--stack", "prod", "--yes"]);
      await outputOf(theEngine().command, ["cancel", "--stack", "prod", "--yes"], { cwd: project, env: environment });
      assert.doesNotMatch(
        await pulumi(["destroy", "--stack", "prod", "--yes"]),
        /locked/,
        "pulumi cancel deletes the lock",
      );
      return locked;
    });

    says("pending operations from previous deployment", async () => {
      const state = await withDev();
      const file = stateFile(state);
      const { checkpoint, ...rest } = JSON.parse(readFileSync(file, "utf8")) as State;
      const resource = checkpoint.latest.resources.find(({ urn }) => urn.endsWith("Bucket::site"));
      const latest = { ...checkpoint.latest, pending_operations: [{ resource, type: "creating" }] };
      writeFileSync(file, JSON.stringify({ ...rest, checkpoint: { ...checkpoint, latest } }));
      const printed: string[] = [];
      const looks = { print: (text: string) => void printed.push(text), verbose: true, terminal: false };
      await inSession(state, { looks }, (session) => session.on("dev").up());
      return printed.join("").replaceAll("urn:pulumi:dev", "urn:pulumi:prod");
    });

    says(
      "cannot be deleted because it is protected",
      async () => {
        const state = await withBoth();
        const refused = inSession(state, {}, (session) => session.on("prod").previewDestroy());
        return refused.then(
          () => assert.fail("it is not protected"),
          (error: unknown) => String((error as Error).cause),
        );
      },
      1,
    );

    it("are none where drift is brought up without --refresh: Pulumi does not see it", async () => {
      const state = await withDev();
      const { cloud } = pathsIn(state);
      writeFileSync(cloud, readFileSync(cloud, "utf8").replace("ThisDistributionReadsFiles", "SomebodyElse"));
      await inSession(state, {}, async (session) => {
        assert.deepEqual((await session.on("dev").up()).changed, []);
        const drift = [{ operation: "update", resource: "aws:s3/bucketPolicy:BucketPolicy site" }];
        assert.deepEqual((await session.on("dev").refresh()).changed, drift);
      });
    });
  });

  // Last: it needs what was said in all the others.
  describe("each message", () => {
    const sources = repositoryFiles()
      .filter((file) =>
        /^(?:commands|components|delivery|engine|lib|offline)\/.*\.ts$|^\.github\/workflows\/|^tests\/support\/engine\.ts$/.test(
          file,
        ),
      )
      .map((file) =>
        textOf(file)
          .replaceAll(/["`] \+\n\s*["`]/g, "")
          .replaceAll(/\\(["`])/g, "$1"),
      )
      .join("\n");

    /** The parts of a message that are in no source. */
    const strange = (message: string): string[] => {
      const parts = message.split(/…|\n/).map((part) => part.trim());
      return parts.filter((part) => /\w/.test(part) && !sources.includes(part));
    };

    it("that is quoted within a sentence is the program's, or was said", () => {
      // Three words or more that are neither a command nor a setting.
      const quoted = codesOf(PAGE)
        .map(({ text }) => text)
        .filter((text) => /^\S+(?: \S+){2,}$/.test(text) && !/^(?:aws|curl|export|gh|npm|pulumi) |^\w+: /.test(text));
      assert.ok(quoted.length > 10);
      const unknown = quoted.filter((text) => strange(text).length > 0 && !said.some((one) => occursIn(text, one)));
      assert.deepEqual(unknown, []);
    });

    for (const { section, text, owner } of MESSAGES) {
      if (owner !== OURS && owner !== PRINTED) continue;
      it(`of this repository is the program's: ${section}: ${text.slice(0, 60)}`, () => {
        if (said.some((one) => occursIn(text, one))) return;
        assert.equal(owner, OURS, "what is printed has to be provoked");
        assert.ok(text.replaceAll("…", "").length >= 12, "too little to find it by");
        assert.deepEqual(strange(text), []);
      });
    }

    for (const { heading, text, messages } of SECTIONS) {
      const foreign = messages.filter(({ owner }) => OTHERS.includes(owner));
      if (foreign.length === 0) continue;
      it(`of somebody else was provoked, or the page says where it was seen: ${heading}`, () => {
        const here = ["Pulumi says:", "npm says:", "Node says:"];
        const unseen = foreign.filter(
          ({ owner, text: shown }) => !here.includes(owner) || !said.some((one) => occursIn(shown, one)),
        );
        if (unseen.length > 0 && !isPending(unseen))
          assert.match(text, /\]\(https:\/\//, unseen.map(({ text: shown }) => shown).join("\n"));
      });
    }

    /** Without an engine nobody has provoked its messages. */
    function isPending(unseen: readonly Message[]): boolean {
      return unseen.every(({ owner }) => owner === "Pulumi says:") && !hasEngine();
    }
  });
});

interface State {
  readonly checkpoint: {
    readonly latest: { readonly resources: readonly { readonly urn: string }[] };
  };
}

function stateFile(state: string): string {
  const [, name = ""] = /^name: (.+)$/m.exec(readFileSync(join(EXAMPLE, "Pulumi.yaml"), "utf8")) ?? [];
  return join(pathsIn(state).backend, ".pulumi/stacks", name, "dev.json");
}

function hasEngine(): boolean {
  try {
    theEngine();
    return true;
  } catch {
    return false;
  }
}

/** All that a command prints, whatever its exit code. */
async function outputOf(
  command: string,
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<string> {
  try {
    const { stdout, stderr } = await promisify(execFile)(command, args, { ...options, timeout: 60_000 });
    return stdout + stderr;
  } catch (error) {
    const { stdout = "", stderr = "" } = error as ExecFileException;
    return stdout + stderr;
  }
}
