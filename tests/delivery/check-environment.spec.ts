import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SETTINGS } from "../../components/policy/setting-forms";
import { committedProject } from "../support/committed";
import { runDelivery } from "../support/delivery";
import { withServer } from "../support/server";
import { temporaryFolder } from "../support/temporary-folder";

const TOKEN = `ghs_${"d".repeat(36)}`;
const PROD = "/repos/acme/site/environments/prod";
const POLICIES = `${PROD}/deployment-branch-policies?per_page=100`;
const PROTECTED = {
  name: "prod",
  can_admins_bypass: false,
  deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  protection_rules: [
    {
      type: "required_reviewers",
      prevent_self_review: true,
      reviewers: [
        { type: "User", reviewer: { id: 5 } },
        { type: "Team", reviewer: { id: 9 } },
      ],
    },
  ],
};
/** As a job makes an environment that is not there. */
const BARE = { name: "prod", can_admins_bypass: true, deployment_branch_policy: null, protection_rules: [] };

type Content = object | number;

const ANSWERS: Readonly<Record<string, Content>> = {
  [PROD]: PROTECTED,
  [POLICIES]: { total_count: 1, branch_policies: [{ id: 1, name: "main", type: "branch" }] },
  "/users/octocat": { id: 5, login: "octocat" },
};

interface Options {
  readonly answers?: Readonly<Record<string, Content>>;
  readonly settings?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

describe("delivery/check-environment.ts", () => {
  const folder = temporaryFolder();

  async function check({ answers = {}, settings: lines = ["reviewers: [octocat, 'team:9']"], env = {} }: Options = {}) {
    writeFileSync(join(folder(), "Pulumi.prod.yaml"), ["config:", ...lines.map((line) => `  ${line}`), ""].join("\n"));
    const asked: string[] = [];
    return withServer(
      (request, response) => {
        const path = request.url ?? "";
        asked.push(path);
        const known = request.headers.authorization === `Bearer ${TOKEN}`;
        const content = known ? (answers[path] ?? ANSWERS[path] ?? 404) : 401;
        const status = typeof content === "number" ? content : 200;
        const body = typeof content === "number" ? { message: `Refused with ${content}` } : content;
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
      },
      async (url) => {
        const settings = {
          GITHUB_API_URL: url,
          GITHUB_REPOSITORY: "acme/site",
          GITHUB_TOKEN: TOKEN,
          RETRY_WAIT_MS: "1",
          STACK: "prod",
        };
        const { code, stdout, stderr } = await runDelivery("check-environment.ts", {
          env: { ...settings, ...env },
          folder: folder(),
        });
        assert.equal(stderr, "");
        return { code, stdout, asked };
      },
    );
  }

  it("lets a job go on whose environment is protected as the committed file says", async () => {
    const { code, stdout, asked } = await check({ env: { ENVIRONMENT: "prod" } });
    assert.deepEqual([code, stdout], [0, "The environment prod is protected as Pulumi.prod.yaml says.\n"]);
    assert.deepEqual(asked, [PROD, POLICIES, "/users/octocat"]);
  });

  it("refuses where the environment was deleted and a job has made it anew", async () => {
    const { code, stdout } = await check({ answers: { [PROD]: BARE, [POLICIES]: 404 } });
    assert.equal(code, 1);
    const lines = decodeURIComponent(stdout.split("::error::")[1] ?? "").split("\n");
    assert.deepEqual(lines.slice(0, 5), [
      "The environment prod is not protected as Pulumi.prod.yaml says:",
      "reviewers: got nobody; expected team 9, user 5",
      "administrators may bypass: got true; expected false",
      "self-review prevented: got false; expected true",
      "branches: got every branch; expected main",
    ]);
  });

  const refused: readonly (readonly [string, Options, RegExp])[] = [
    ["there is no such environment", { answers: { [PROD]: 404 } }, /says:%0AGitHub has no such environment/],
    [
      "it may not read it",
      { answers: { [PROD]: 403 } },
      /answered 403.+is not known; expected a job with `actions: read`/,
    ],
    ["GitHub does not answer", { answers: { [PROD]: 502 } }, /answered 502.+is not known/],
    ["the policies cannot be read", { answers: { [POLICIES]: 403 } }, /deployment-branch-policies.+answered 403/],
    ["the policies are missing", { answers: { [POLICIES]: 404 } }, /has another form than documented/],
    ["the answer is another", { answers: { [PROD]: { hello: "world" } } }, /has another form than documented/],
    ["a login is nobody's", { answers: { "/users/octocat": 404 } }, /reviewers: GitHub knows no user octocat/],
    [
      "the login is another user's now",
      { answers: { "/users/octocat": { id: 77 } } },
      /got team 9, user 5; expected team 9, user 77/,
    ],
    [
      "the job runs in another environment",
      { env: { ENVIRONMENT: "dev" } },
      /ENVIRONMENT: got dev; expected prod, which Pulumi\.prod\.yaml names/,
    ],
    ["there is no file", { env: { STACK: "none" } }, /Pulumi\.none\.yaml: /],
    [
      "a setting is encrypted",
      { settings: ["reviewers:", "  secure: v1:abc"] },
      /reviewers: got \{"secure":.+expected a list of logins/,
    ],
    ["a setting stands twice", { settings: ["branch: main", "passwordless-cicd:branch: dev"] }, /branch a second time/],
    [
      "the protection is another word",
      { settings: ["environmentProtection: None"] },
      /environmentProtection: got "None"; expected full, branch or none/,
    ],
  ];
  for (const [what, options, said] of refused) {
    it(`refuses where ${what}`, async () => {
      const { code, stdout } = await check(options);
      assert.equal(code, 1);
      assert.match(stdout, said);
      assert.ok(!stdout.includes(TOKEN));
    });
  }

  it("asks nothing where nothing is promised, and only for the branch where no more is", async () => {
    const none = await check({ settings: ["environmentProtection: none"] });
    assert.deepEqual([none.code, none.asked], [0, []]);
    const branch = { ...BARE, deployment_branch_policy: PROTECTED.deployment_branch_policy };
    const only = { settings: ["environmentProtection: branch"], answers: { [PROD]: branch } };
    assert.equal((await check(only)).code, 0);
    assert.equal((await check({ ...only, settings: [...only.settings, "branch: release"] })).code, 1);
  });

  it("reads the environment's name and the project's own keys from the file", async () => {
    const settings = [
      "passwordless-cicd:environment: live",
      "passwordless-cicd:reviewers:",
      "  - octocat",
      "  - team:9",
    ];
    const live = PROD.replace("prod", "live");
    const answers = { [live]: PROTECTED, [POLICIES.replace("prod", "live")]: ANSWERS[POLICIES] ?? 404 };
    const { code, asked } = await check({ settings, answers, env: { ENVIRONMENT: "live" } });
    assert.deepEqual([code, asked[0]], [0, live]);
  });

  it("writes what differs to a report instead, an empty one where nothing does, and none where it is not known", async () => {
    const REPORT = join(folder(), "environment.txt");
    const bad = await check({ answers: { [PROD]: { ...PROTECTED, can_admins_bypass: true } }, env: { REPORT } });
    assert.deepEqual(
      [bad.code, readFileSync(REPORT, "utf8")],
      [0, "administrators may bypass: got true; expected false\n"],
    );
    await check({ env: { REPORT } });
    assert.equal(readFileSync(REPORT, "utf8"), "");
    const other = join(folder(), "other.txt");
    assert.deepEqual(
      [(await check({ answers: { [PROD]: 403 }, env: { REPORT: other } })).code, existsSync(other)],
      [1, false],
    );
  });

  it("takes the program's own defaults", () => {
    const config: Readonly<Record<string, unknown>> = committedProject().config;
    const defaults = Object.fromEntries(
      ["environment", "branch", "environmentProtection", "reviewers", "waitMinutes"].map((key) => {
        assert.ok(key in SETTINGS);
        return [key, (config[key] as { default: unknown }).default];
      }),
    );
    assert.deepEqual(defaults, {
      environment: "",
      branch: "main",
      environmentProtection: "full",
      reviewers: [],
      waitMinutes: 0,
    });
  });
});
