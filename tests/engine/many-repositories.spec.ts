import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PolicyDocument } from "../../components/policy/document";
import { ROLES, type RoleName } from "../../components/policy/roles";
import { OWNER_TAG } from "../../components/policy/oidc-provider";
import { variableNames } from "../../components/policy/outputs";
import { projectRoot } from "../../lib/paths";
import { editCloud } from "../../offline/stand-in/cloud";
import { github } from "../../offline/stand-in/github/definition";
import { textOf } from "../../offline/stand-in/properties";
import type { Repository } from "../../offline/stand-in/world";
import { pathsIn } from "../../offline/state-folder";
import { runnableBlocks } from "../docs/blocks";
import { callsIn, cloudOf, describeOnEngine, held, inSession, newState } from "../support/engine";
import { EXAMPLE } from "../support/example/project";
import { GITHUB_ISSUER, mayAssume } from "../support/evaluator";
import { textOf as textOfPage } from "../support/markdown";
import { type Place, tokenOf } from "../trust/places";

const VARIABLE = "github:index/actionsVariable:ActionsVariable";
const ROLE = "aws:iam/role:Role";
const PROVIDER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
const REST = "github:index/getRestApi:getRestApi";

const PROJECT = "sites";
const ACCOUNTS = { dev: "444455556666", prod: "777788889999" };
const ENVIRONMENTS = ["dev", "prod"] as const;
/** By their abbreviations in the stacks' names. */
const REPOSITORIES: Readonly<Record<string, string>> = { docs: "acme/docs", blog: "acme/blog" };
const STACKS = ["docs-dev", "docs-prod", "blog-dev", "blog-prod"];

/** A site repository publishes; it lacks the workflows of the other roles. */
const MADE: readonly RoleName[] = ["publish"];

const PAGE = "docs/many-repositories.md";

describeOnEngine("many repositories", function () {
  const project = newState();
  const state = newState();

  before(async () => {
    mkdirSync(join(project, "docs/many-repositories"), { recursive: true });
    const projectFile = readFileSync(join(EXAMPLE, "Pulumi.yaml"), "utf8");
    writeFileSync(join(project, "Pulumi.yaml"), projectFile.replace(/^name: .*/, `name: ${PROJECT}`));
    writeFileSync(join(project, "index.ts"), `export = require(${JSON.stringify(join(projectRoot, "index.ts"))});\n`);
    const table = "docs/many-repositories/stacks.txt";
    cpSync(join(projectRoot, table), join(project, table));
    const [template = "", shared = ""] = runnableBlocks(textOfPage(PAGE)).map(({ script }) => script);
    const run = (script: string) => execFileSync("bash", ["-euo", "pipefail", "-c", script], { cwd: project });
    run(template);
    // People edit the files: a second run of the template leaves them alone.
    appendFileSync(join(project, "Pulumi.docs-prod.yaml"), '  reviewers: [octocat, "team:9"]\n');
    run(template);
    run(shared);
    await inSession(state, { project }, async (session) => {
      for (const stack of STACKS) await session.on(stack).up();
    });
  });

  it("come up, two stacks each, in the order of the table", () => {
    assert.equal(held(state, ROLE).length, STACKS.length * MADE.length);
  });

  it("have nothing left to change", async () => {
    const before = cloudOf(state);
    await inSession(state, { project }, async (session) => {
      for (const stack of ["docs-prod", "blog-dev"]) {
        const { counts, changed } = await session.on(stack).preview();
        assert.deepEqual([Object.keys(counts), changed], [["same"], []]);
      }
    });
    assert.deepEqual(cloudOf(state), before);
  });

  it("share one OIDC provider in each account", () => {
    const accounts = held(state, PROVIDER).map(({ account, properties }) => [
      account,
      (properties.tags as Record<string, unknown>)[OWNER_TAG],
    ]);
    assert.deepEqual(accounts.sort(), [
      [ACCOUNTS.dev, "sites/docs-dev"],
      [ACCOUNTS.prod, "sites/docs-prod"],
    ]);
  });

  it("share one headers policy in the account whose stacks name it, and have their own in the other", () => {
    const policies = held(state, "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy");
    assert.deepEqual(
      policies
        .map(({ account, properties }) => [account, textOf(properties, "name").slice(0, -"-0a1b2c3".length)])
        .sort(),
      [
        [ACCOUNTS.dev, "sites-blog-dev-site"],
        [ACCOUNTS.dev, "sites-docs-dev-site"],
      ],
    );
  });

  it("have their own variables and no other's", () => {
    const variables = held(state, VARIABLE);
    for (const [name, repository] of Object.entries(REPOSITORIES)) {
      const own = variables.filter(
        ({ account, properties }) => `${account}/${textOf(properties, "repository")}` === repository,
      );
      const values = new Map(
        own.map(({ properties }) => [textOf(properties, "variableName"), textOf(properties, "value")]),
      );
      assert.deepEqual(
        [...values.keys()].sort(),
        ENVIRONMENTS.flatMap((environment) => variableNames(environment, MADE)).sort(),
      );
      for (const environment of ENVIRONMENTS) {
        const ofStack = `${PROJECT}-${name}-${environment}`;
        const prefix = environment.toUpperCase();
        assert.match(String(values.get(`${prefix}_SITE_BUCKET`)), new RegExp(`^${ofStack}-site-[0-9a-f]{7}$`));
        assert.match(
          String(values.get(`${prefix}_PUBLISH_ROLE_ARN`)),
          new RegExp(`^arn:aws:iam::${ACCOUNTS[environment]}:role/${ofStack}-publish-[0-9a-f]{7}$`),
        );
      }
    }
    assert.equal(variables.length, STACKS.length * variableNames("dev", MADE).length);
  });

  it("each have roles that trust the repository, in its environment where there is one, and not the other one", async () => {
    const all = Object.entries(REPOSITORIES).flatMap(([name, repository]) =>
      ENVIRONMENTS.map((environment) => ({ stack: `${name}-${environment}`, place: placeOf(repository, environment) })),
    );
    for (const { stack, place } of all) {
      const own = (other: Place): boolean => other.repositoryId === place.repositoryId;
      const asking = all.filter((other) => own(other.place) || other.place.environment === place.environment);
      assert.equal(asking.length, 3);
      for (const role of MADE) {
        const { trust, providerArn } = trustOf(stack, role);
        const trusted: string[] = [];
        for (const other of asking) {
          const claims = tokenOf(role, other.place);
          if (await mayAssume({ trust, claims, now: new Date(), providerArn })) trusted.push(other.stack);
        }
        const both = all.filter((other) => own(other.place)).map((other) => other.stack);
        assert.deepEqual(trusted, ROLES[role].trigger === "environment" ? [stack] : both, `${stack} ${role}`);
      }
    }
  });

  it("go on when the stack that owns the provider goes and another takes it over, as the page says", async () => {
    const copy = newState();
    cpSync(state, copy, { recursive: true });
    const config = ["oidcProvider=create"];
    await inSession(copy, { project }, (session) => session.on("docs-dev").destroy());
    const takeOver = () =>
      inSession(copy, { project, stack: "blog-dev", config }, (session) => session.on("blog-dev").up());
    await assert.rejects(takeOver, {
      message: /made by the stack sites\/docs-dev[^]*its tag passwordless:owner set to sites\/blog-dev/,
    });
    editCloud(pathsIn(copy).cloud, ({ resources }) => {
      const provider = resources.find(({ type, account }) => type === PROVIDER && account === ACCOUNTS.dev);
      assert.ok(provider);
      provider.properties = { ...provider.properties, tags: { [OWNER_TAG]: "sites/blog-dev" } };
    });
    assert.deepEqual((await takeOver()).changed, [{ operation: "import", resource: `${PROVIDER} github` }]);
    assert.equal(held(copy, PROVIDER).length, 2);
  });

  it("ask GitHub as often, and write to it as much, as the page says", async () => {
    const page = textOfPage(PAGE);
    const [asked, written] = [/asks GitHub (\d+) questions/, /writes (\d+) things/].map((says) =>
      Number(says.exec(page)?.[1]),
    );
    const answer = github.invokes[REST];
    assert.ok(answer);
    let questions = 0;
    const counting: typeof answer = (...args) => {
      questions += 1;
      return answer(...args);
    };
    const fresh = newState();
    Object.assign(github.invokes, { [REST]: counting });
    try {
      await inSession(fresh, { project }, async (session) => {
        await session.on("docs-dev").up();
        assert.deepEqual([questions, writesIn(fresh)], [asked, written]);
        await session.on("docs-dev").preview();
        assert.deepEqual([questions, writesIn(fresh)], [2 * Number(asked) + 1, written]);
        // With two reviewers, a person and a team: who each is, and whether it can read the repository.
        await session.on("docs-prod").preview();
        assert.equal(questions, 3 * Number(asked) + 4);
      });
    } finally {
      Object.assign(github.invokes, { [REST]: answer });
    }
  });

  /** The repository as the stand-in for GitHub has it. */
  function placeOf(fullName: string, environment: string): Place {
    const repository = cloudOf(state).world.github.repositories[fullName] as Repository;
    const [owner = "", name = ""] = fullName.split("/");
    return {
      subjectPrefix: String(repository.oidc.sub_claim_prefix),
      owner,
      name,
      repositoryId: String(repository.id),
      ownerId: String(repository.owner.id),
      environment,
      branch: "main",
      defaultBranch: repository.default_branch,
    };
  }

  function trustOf(stack: string, role: RoleName): { trust: PolicyDocument; providerArn: string } {
    const name = new RegExp(`^${PROJECT}-${stack}-${role}-[0-9a-f]{7}$`);
    const [found, ...more] = held(state, ROLE).filter(({ properties }) => name.test(textOf(properties, "name")));
    assert.ok(found !== undefined && more.length === 0, `${stack} ${role}`);
    const trust = JSON.parse(textOf(found.properties, "assumeRolePolicy")) as PolicyDocument;
    return { trust, providerArn: `arn:aws:iam::${String(found.account)}:oidc-provider/${GITHUB_ISSUER}` };
  }

  /** How often GitHub was asked to change something. */
  function writesIn(folder: string): number {
    const calls = Object.entries(callsIn(folder)).filter(([call]) => call.includes(" github:"));
    return calls.reduce((sum, [, count]) => sum + count, 0);
  }
});
