import assert from "node:assert/strict";

import { GithubApi } from "../../commands/preflight/github/api";
import { variableNames } from "../../components/policy/outputs";
import { ROLE_NAMES } from "../../components/policy/roles";
import { CUSTOMIZATION, REPOSITORY } from "../support/program";
import { type Content, type GithubWorld, TOKEN, variables } from "./preflight/github";
import { serve } from "./preflight/server";
import { preflightWorld, script, type World } from "./preflight/world";

const SITE = "repos/acme/site";

describe("npm run preflight: GitHub", () => {
  const { run, folder } = preflightWorld();
  /** One line of the table, where GitHub gives these answers. */
  const ask = async (
    name: string,
    answers: Record<string, Content> = {},
    world: World & { github?: GithubWorld } = {},
  ) => (await run({ ...world, github: { ...world.github, answers } })).line(name);

  describe("token", () => {
    it("has a cross without one, and asks nothing more of GitHub", async () => {
      const { line, received } = await run({ environment: { GITHUB_TOKEN: "" } });
      assert.deepEqual(line("GitHub token"), {
        mark: "✗",
        says: "GITHUB_TOKEN is not set, and the GitHub CLI has none",
        remedy: "gh auth login, then export GITHUB_TOKEN=$(gh auth token)",
      });
      assert.deepEqual(line("Repository and subjects"), {
        mark: "?",
        says: "not checked: needs GitHub token",
        remedy: "",
      });
      assert.equal(received.length, 0);
    });

    it("takes the GitHub CLI's, as the plugin does, and does not print it either", async () => {
      const token = "gho_fromTheCommandLine";
      const GH_PATH = script(folder(), "gh", [`test "$*" = "auth token --hostname github.com" && echo ${token}`]);
      const environment = { GITHUB_TOKEN: undefined, GH_PATH };
      const { line, text } = await run({
        environment,
        github: { token, answers: { [SITE]: { ...REPOSITORY, id: token } } },
      });
      assert.equal(line("GitHub token").says, "gh auth token: octocat's, classic");
      assert.match(line("Repository and subjects").says, /id is "\*\*\*"/);
      assert.ok(!text.includes(token));
    });

    it("has a cross for one that GitHub does not accept", async () => {
      const { line } = await run({ github: { token: "another" } });
      assert.deepEqual(
        [line("GitHub token").mark, line("GitHub token").says],
        ["✗", "GitHub does not accept GITHUB_TOKEN: 401 Bad credentials"],
      );
    });

    it("knows a GitHub App's token by its having no user", async () => {
      const { mark, says } = await ask("GitHub token", { user: 403 }, { github: { scopes: null } });
      assert.deepEqual([mark, says], ["✓", "GITHUB_TOKEN: a GitHub App's or a workflow's token"]);
    });

    it("has a question mark where something else than GitHub answers", async () => {
      assert.equal((await ask("GitHub token", { user: { hello: "world" } })).mark, "?");
      assert.equal((await ask("GitHub token", { user: 502 })).mark, "?");
    });

    it("has a cross where the rate limit is used up", async () => {
      for (const answer of [{ refused: "API rate limit exceeded for user ID 5" }, 429]) {
        const { mark, says } = await ask("GitHub token", { user: answer });
        assert.equal(mark, "✗");
        assert.match(says, /^GitHub does not accept GITHUB_TOKEN: (403 API rate limit exceeded|429 )/);
      }
    });
  });

  describe("rights", () => {
    const NAME = "GitHub token's rights";
    const as = (permissions: object, rest: Record<string, Content> = {}) => ({
      [SITE]: { ...REPOSITORY, permissions },
      ...rest,
    });

    it("has a cross for a classic token without repo", async () => {
      const { mark, says } = await ask(NAME, {}, { github: { scopes: "gist, public_repo" } });
      assert.deepEqual([mark, says], ["✗", "a classic token with the scopes gist, public_repo"]);
      assert.equal((await ask(NAME, {}, { github: { scopes: "" } })).says, "a classic token with no scope");
    });

    it("cannot ask whether any other token may write", async () => {
      const { mark, remedy } = await ask(NAME, {}, { github: { scopes: null } });
      assert.equal(mark, "?");
      assert.match(remedy, /Variables: read and write, Administration: read and write/);
    });

    it("names the permission that is missing", async () => {
      const none = { [`${SITE}/actions/variables`]: 403, [`${SITE}/environments`]: 403 };
      const { mark, says, remedy } = await ask(NAME, none, { github: { scopes: null } });
      assert.deepEqual([mark, says], ["✗", "the token may not read variables and environments of the repository"]);
      assert.deepEqual(remedy.split("\n"), [
        "give it the permission Variables: read and write",
        "give it the permissions Actions: read and Administration: read and write",
      ]);
      const one = await ask(NAME, { [`${SITE}/actions/variables`]: 403 });
      assert.equal(one.says, "the token may not read variables of the repository");
    });

    it("wants an administrator as long as the environment is not there", async () => {
      const permissions = { admin: false, push: true };
      const { mark, says } = await ask(NAME, as(permissions));
      assert.deepEqual(
        [mark, says],
        ["✗", "octocat does not administer acme/site, and the environment is not there yet"],
      );
      assert.equal((await ask(NAME, as(permissions, { [`${SITE}/environments/prod`]: { name: "prod" } }))).mark, "!");
      const reader = await ask(NAME, as({ admin: false, push: false }));
      assert.deepEqual([reader.mark, reader.says], ["✗", "octocat may not write to acme/site"]);
    });
  });

  describe("repository", () => {
    const NAME = "Repository and subjects";
    const subject = `${SITE}/actions/oidc/customization/sub`;
    for (const [what, answers, message] of [
      [
        "that the token does not see",
        { [SITE]: 404 },
        /404 Not Found.*→ expected a repository that the token may read/s,
      ],
      ["of another name", { [SITE]: { ...REPOSITORY, name: "web" } }, /GitHub now calls acme\/web/],
      ["that is archived", { [SITE]: { ...REPOSITORY, archived: true } }, /is archived.*expected one that is not/s],
      ["with a template of its own", { [subject]: { ...CUSTOMIZATION, use_default: false } }, /use_default is false/],
      ["without a prefix", { [subject]: { use_default: true } }, /expected it in the config key subjectPrefix/],
      [
        "that single sign-on hides, in GitHub's own words",
        {
          [SITE]: {
            refused: "Resource protected by organization SAML enforcement. You must grant your OAuth token access.",
          },
        },
        /SAML enforcement\. You must grant your OAuth token access\. → authorize GITHUB_TOKEN/,
      ],
      [
        "for which the token lives too long, in GitHub's own words",
        {
          [SITE]: {
            refused: `${"The organization forbids access ".repeat(8)}if the token's lifetime is greater than 366 days.`,
          },
        },
        /greater than 366 days\. → the organization accepts no token with such a long lifetime; expected a shorter one/,
      ],
      ["whose subject form the token may not read", { [subject]: 403 }, /403 Refused with 403.*Actions: read/s],
    ] as const) {
      it(`has a cross for one ${what}`, async () => {
        const { mark, says, remedy } = await ask(NAME, answers);
        assert.equal(mark, "✗");
        assert.match(`${says} → ${remedy}`, message);
      });
    }

    it("has a cross where the environment names another owner, GitHub or App, which the plugin would take", async () => {
      for (const [name, value] of [
        ["GITHUB_ORGANIZATION", "other"],
        ["GITHUB_BASE_URL", "https://github.acme.example"],
        ["GITHUB_APP_ID", "12"],
      ] as const) {
        const { line, failed } = await run({ environment: { GITHUB_OWNER: "ACME", [name]: value } });
        const { mark, says, remedy } = line(NAME);
        assert.deepEqual([failed, mark], [true, "✗"]);
        assert.match(`${says}; ${remedy}`, new RegExp(`^${name}: is set.*expected.* unset`));
      }
    });

    it("has a question mark where GitHub is ill", async () => {
      assert.equal((await ask(NAME, { [SITE]: 503 })).mark, "?");
    });
  });

  describe("branch", () => {
    const unprotected = { [`${SITE}/rules/branches/main`]: [], [`${SITE}/branches/main`]: { protected: false } };

    it("warns of one that anybody may push to, and of one that is not there", async () => {
      const { line, failed } = await run({ github: { answers: unprotected } });
      assert.equal(failed, false);
      assert.equal(line("Branch").mark, "!");
      assert.match(line("Branch").remedy, /^expected a ruleset that requires a pull request/);
      const missing = await ask("Branch", { [`${SITE}/branches/main`]: 404 });
      assert.equal(missing.mark, "!");
      assert.match(missing.says, /^GitHub has no branch main/);
    });

    it("asks for exactly the configured one", async () => {
      const { line, received } = await run({ config: { branch: "release/1" } });
      assert.match(line("Branch").says, /^GitHub has no branch release\/1/);
      assert.ok(received.some(({ url }) => url.pathname === `/${SITE}/branches/release%2F1`));
    });

    it("has a question mark where the token may not look", async () => {
      const { mark, says } = await ask("Branch", { [`${SITE}/rules/branches/main`]: 403 });
      assert.equal(mark, "?");
      assert.match(says, /^not checked whether main requires reviewed pull requests/);
    });
  });

  describe("environment protection", () => {
    const NAME = "Environment protection";

    const plan = (name: string) => ({ "orgs/acme": { plan: { name } } });

    it("has a cross for more than the plan allows", async () => {
      const free = await ask(NAME, plan("free"));
      assert.equal(free.mark, "✗");
      assert.match(
        free.says,
        /^environmentProtection: got "full", .* on GitHub's plan "free" can have at most "none"$/,
      );
      assert.match((await ask(NAME, plan("team"))).says, /can have at most "branch"$/);
    });

    it("warns of less than full, as each preview does", async () => {
      const { mark, says, remedy } = await ask(NAME, plan("free"), { config: { environmentProtection: "none" } });
      assert.equal(mark, "!");
      assert.match(says, /^none: nobody approves deployments to prod/);
      assert.match(remedy, /only IAM limits deployments/);
    });

    it("needs no plan for a public repository", async () => {
      const { mark, says } = await ask(NAME, { [SITE]: { ...REPOSITORY, visibility: "public" }, ...plan("free") });
      assert.deepEqual([mark, says], ["✓", "full, which a public repository can have"]);
    });

    it("asks for a user's plan where the owner is no organization", async () => {
      const answers = { "orgs/acme": 404, "users/acme": { plan: { name: "pro" } } };
      assert.equal((await ask(NAME, answers)).mark, "✗");
    });

    it("has a question mark where GitHub does not tell the plan", async () => {
      const { mark, says } = await ask(NAME, { "orgs/acme": { login: "acme" } });
      assert.deepEqual([mark, says], ["?", "full; GitHub does not say the plan of acme"]);
    });
  });

  describe("variables", () => {
    const [first = "", second = ""] = variableNames("prod", ROLE_NAMES);
    const there = (...names: string[]) => ({ [`${SITE}/actions/variables`]: variables(...names) });
    const state = (...names: string[]) => ({
      exported: {
        deployment: {
          resources: names.map((variableName) => ({
            type: "github:index/actionsVariable:ActionsVariable",
            outputs: { repository: "site", variableName },
          })),
        },
      },
    });

    it("has a cross for those that are not the stack's, and says how to take them over", async () => {
      const { line, failed } = await run({ github: { answers: there(first, second, "DEV_BRANCH") } });
      assert.equal(failed, true);
      const { mark, says, remedy } = line("Variables");
      assert.deepEqual([mark, says], ["✗", `GitHub has some already that are not this stack's: ${first}, ${second}`]);
      assert.ok(remedy.includes(`pulumi config set --stack prod --path 'adoptVariables[0]' ${first}`));
      assert.ok(remedy.includes(`pulumi config set --stack prod --path 'adoptVariables[1]' ${second}`));
    });

    it("finds them on the second page, too", async () => {
      const others = Array.from({ length: 30 }, (_, index) => `OTHER_${index}`);
      assert.equal((await ask("Variables", there(...others, first))).mark, "✗");
    });

    it("is content with those that the stack's state holds", async () => {
      const own = await ask("Variables", there(first, second), { pulumi: state(first, second) });
      assert.deepEqual(
        [own.mark, own.says],
        ["✓", `2 of ${variableNames("prod", ROLE_NAMES).length} exist, and are this stack's`],
      );
      const partly = await ask("Variables", there(first, second), { pulumi: state(first) });
      assert.deepEqual(
        [partly.mark, partly.says],
        ["✗", `GitHub has some already that are not this stack's: ${second}`],
      );
    });

    it("is content with those in adoptVariables, as long as GitHub has them", async () => {
      const config = { adoptVariables: [first] };
      const adopted = await ask("Variables", there(first), { config });
      assert.deepEqual([adopted.mark, adopted.says], ["✓", `those that exist are in adoptVariables: ${first}`]);
      const next = await ask("Variables", there(first, second), { config });
      assert.match(next.remedy, /adoptVariables\[1\]/);
      const gone = await ask("Variables", {}, { config });
      assert.deepEqual([gone.mark, gone.says], ["✗", `adoptVariables names what GitHub does not have: ${first}`]);
      assert.equal((await ask("Variables", {}, { config, pulumi: state(first) })).mark, "✓");
    });

    it("has a question mark where the state cannot be read, and tells all the same how to go on", async () => {
      const pulumi = { exported: "error: failed to decrypt state" };
      const { mark, remedy } = await ask("Variables", there(first), { pulumi });
      assert.equal(mark, "?");
      assert.match(remedy, /adoptVariables\[0\]/);
    });

    it("has a question mark where the token may not list them", async () => {
      const { mark, says } = await ask("Variables", { [`${SITE}/actions/variables`]: 403 });
      assert.deepEqual([mark, says], ["?", `GET /${SITE}/actions/variables: 403 Refused with 403`]);
    });
  });

  describe("reviewers", () => {
    const config = { reviewers: ["octocat", "team:9"] };

    it("lists them, and the teams that there are", async () => {
      const { mark, says } = await ask("Reviewers", {}, { config });
      assert.deepEqual([mark, says], ["✓", "octocat, team:9; teams of acme: platform = team:9, web = team:10"]);
    });

    it("has a cross for those who cannot read the repository: GitHub ignores them", async () => {
      const cannot = {
        [`${SITE}/collaborators/octocat/permission`]: { permission: "none" },
        "organizations/1111/team/9/repos/acme/site": 404,
      };
      const { mark, says, remedy } = await ask("Reviewers", cannot, { config });
      assert.deepEqual([mark, says], ["✗", "Nobody could approve deployments"]);
      for (const name of config.reviewers)
        assert.match(remedy, new RegExp(`^reviewers: got "${name}", who cannot read acme/site: GitHub silently`, "m"));
    });

    it("has a question mark where the token may not ask for somebody's access", async () => {
      const mayNot = { [`${SITE}/collaborators/octocat/permission`]: 403 };
      const { mark, says } = await ask("Reviewers", mayNot, { config });
      assert.equal(mark, "?");
      assert.match(says, /^not checked whether octocat can read acme\/site/);
    });

    it("has a question mark for users and teams that the token does not see, and lists the teams that it sees", async () => {
      const { mark, says, remedy } = await ask("Reviewers", {}, { config: { reviewers: ["nobody-here", "team:77"] } });
      assert.equal(mark, "?");
      assert.match(says, /^not checked whether nobody-here, team:77 can read acme\/site/);
      assert.match(remedy, /; teams of acme: platform = team:9, web = team:10$/);
    });

    it("lists no teams where GitHub does not tell them", async () => {
      const { mark, says } = await ask("Reviewers", { "orgs/acme/teams": 403 }, { config });
      assert.deepEqual([mark, says], ["✓", "octocat, team:9"]);
    });
  });

  describe("stored AWS keys", () => {
    const secrets = (...names: string[]) => ({ secrets: names.map((name) => ({ name })) });

    it("warns of them in the repository and in the environment, by name", async () => {
      const { line, failed } = await run({
        github: {
          answers: {
            [`${SITE}/actions/secrets`]: secrets("AWS_ACCESS_KEY_ID", "NPM_TOKEN", "PROD_AWS_SECRET"),
            [`${SITE}/environments/prod/secrets`]: secrets("AWS_SESSION_TOKEN"),
          },
        },
      });
      assert.equal(failed, false);
      const { mark, says, remedy } = line("Stored AWS keys");
      assert.equal(mark, "!");
      assert.equal(
        says,
        "secrets that look like AWS keys: AWS_ACCESS_KEY_ID, PROD_AWS_SECRET, AWS_SESSION_TOKEN in prod",
      );
      assert.match(remedy, /^gh secret delete AWS_SESSION_TOKEN --env prod$/m);
    });

    it("has a question mark where the token may not list secrets, and none where there is no environment", async () => {
      assert.equal((await ask("Stored AWS keys", { [`${SITE}/actions/secrets`]: 403 })).mark, "?");
      assert.equal((await ask("Stored AWS keys", { [`${SITE}/environments/prod/secrets`]: 404 })).mark, "✓");
    });
  });

  it("gives up on GitHub where it takes the question and never answers", async () => {
    const server = await serve(() => () => undefined);
    try {
      const started = Date.now();
      await assert.rejects(new GithubApi(TOKEN, server.url, 100).ask("user"), /does not answer/);
      assert.ok(Date.now() - started < 4_000);
    } finally {
      await server.close();
    }
  });
});
