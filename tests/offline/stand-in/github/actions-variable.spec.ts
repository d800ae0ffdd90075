import assert from "node:assert/strict";
import { github as githubDefinition } from "../../../../offline/stand-in/github/definition";
import type { Cloud } from "../../../../offline/stand-in/cloud";
import { textOf } from "../../../../offline/stand-in/properties";
import { testCloud, tokens, world } from "../harness";

const variable = { repository: "site", variableName: "DEV_ROLE", value: "a" };
/** Gives the repository another name: GitHub's API redirects from the old one. */
function rename({ world: { github } }: Cloud): void {
  const site = github.repositories["acme/site"];
  assert.ok(site);
  Object.assign(github.repositories, { "acme/web": site, "acme/site": { movedTo: "acme/web" } });
}
const failuresOf = (variableName: string) =>
  testCloud().github.check(tokens.variable, { name: "x", olds: {}, news: { ...variable, variableName } }).failures;

describe("a repository variable", () => {
  it("has repository and name for an id, and the repository's number", async () => {
    const { id, properties } = await testCloud().github.create(tokens.variable, variable);
    assert.equal(id, "site:DEV_ROLE");
    assert.equal(properties.repositoryId, 2222);
    assert.match(textOf(properties, "createdAt"), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000 UTC$/);
  });

  it("exists once, in whatever case and under whatever name of its repository", async () => {
    const { github } = testCloud();
    for (const repository of ["site", "old", "SITE"]) {
      const again = { repository, variableName: "Already_There", value: "x" };
      await assert.rejects(github.create(tokens.variable, again), {
        message: `1 error occurred:\n\t* POST https://api.github.com/repos/acme/${repository}/actions/variables: 409 Already exists - Variable already exists []\n\n`,
      });
    }
  });

  it("is kept in upper case, which is no change", async () => {
    const { github } = testCloud();
    const lower = { ...variable, variableName: "dev_role" };
    const { id, properties } = await github.create(tokens.variable, lower);
    assert.equal(id, "site:DEV_ROLE");
    assert.deepEqual(github.diff(tokens.variable, properties, lower), []);
  });

  it("is imported by its id", async () => {
    const held = await testCloud().github.read(tokens.variable, "site:ALREADY_THERE", {});
    assert.deepEqual(held?.inputs, { repository: "site", variableName: "ALREADY_THERE", value: "before" });
  });

  it("is a new one under another name or in another repository, but not with another value", () => {
    const { github } = testCloud();
    const replacing = (change: object) =>
      github.diff(tokens.variable, variable, { ...variable, ...change }).map(({ replace }) => replace);
    assert.deepEqual(replacing({ variableName: "OTHER" }), [true]);
    assert.deepEqual(replacing({ repository: "other" }), [true]);
    assert.deepEqual(replacing({ value: "b" }), [false]);
  });

  it("needs a repository that is there and may be written to", async () => {
    const { github, edit } = testCloud();
    await assert.rejects(github.create(tokens.variable, { ...variable, repository: "none" }), {
      message:
        "1 error occurred:\n\t* POST https://api.github.com/repos/acme/none/actions/variables: 404 Not Found []\n\n",
    });
    edit(({ world: { github: held } }) => {
      const site = world.github.repositories["acme/site"];
      if (site !== undefined && !("movedTo" in site)) held.repositories["acme/site"] = { ...site, archived: true };
    });
    await assert.rejects(
      github.create(tokens.variable, variable),
      / 403 Repository was archived so is read-only\. \[\]\s*$/,
    );
  });

  it("stays the same one when its repository gets another name, and keeps its id", async () => {
    const { github, edit } = testCloud();
    const { id, properties } = await github.create(tokens.variable, variable);
    edit(rename);
    const renamed = { ...variable, repository: "web", value: "b" };
    const changes = github.diff(tokens.variable, properties, renamed);
    assert.deepEqual(
      changes.map(({ property, replace }) => [property, replace]),
      [
        ["repository", false],
        ["value", false],
      ],
    );
    await github.update(tokens.variable, id, renamed, properties);
    // By properties and not by the id; an import has nothing but the id.
    assert.equal((await github.read(tokens.variable, id, renamed, renamed))?.properties.value, "b");
    assert.equal((await github.read(tokens.variable, "web:DEV_ROLE", {}))?.properties.value, "b");
    await github.delete(tokens.variable, id, { ...renamed });
    assert.equal(await github.read(tokens.variable, "web:DEV_ROLE", {}), undefined);
  });

  it("cannot be changed or deleted where it is gone", async () => {
    const { github } = testCloud();
    const gone = /\/actions\/variables\/DEV_ROLE: 404 Not Found \[\]/;
    await assert.rejects(github.update(tokens.variable, "site:DEV_ROLE", variable, variable), gone);
    await assert.rejects(github.delete(tokens.variable, "site:DEV_ROLE", variable), gone);
  });

  it("has a name that GitHub takes", () => {
    for (const name of ["GITHUB_X", "github_x", "1A", "A-B"]) assert.equal(failuresOf(name).length, 1, name);
    for (const name of ["MY_GITHUB_X", "_a1"]) assert.deepEqual(failuresOf(name), []);
  });
});

describe("the GitHub provider's owner", () => {
  const { GITHUB_OWNER, GITHUB_ORGANIZATION } = process.env;
  beforeEach(() => {
    delete process.env.GITHUB_OWNER;
    delete process.env.GITHUB_ORGANIZATION;
  });
  after(() => {
    Object.assign(process.env, GITHUB_OWNER === undefined ? {} : { GITHUB_OWNER });
    Object.assign(process.env, GITHUB_ORGANIZATION === undefined ? {} : { GITHUB_ORGANIZATION });
  });

  const owner = () => githubDefinition.configure({ owner: "argument" }, testCloud().read()).account;

  it("is the argument, unless the environment names one", () => {
    assert.equal(owner(), "argument");
    process.env.GITHUB_ORGANIZATION = "organization";
    assert.equal(owner(), "organization");
    process.env.GITHUB_OWNER = "owner";
    assert.equal(owner(), "owner");
    process.env.GITHUB_OWNER = "";
    assert.equal(owner(), "organization");
  });

  it("is found in whatever case it is given", () => {
    assert.equal(githubDefinition.configure({ owner: "ACME" }, testCloud().read()).account, "acme");
  });
});
