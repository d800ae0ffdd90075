import assert from "node:assert/strict";
import { join } from "node:path";
import { addTo, worldOf } from "../../offline/default-world";
import type { StackFile } from "../../offline/stack-files";
import { readCloud, seedCloud } from "../../offline/stand-in/cloud";
import { parseWorld } from "../../offline/stand-in/world-file";
import { temporaryFolder } from "../support/temporary-folder";

const file = (settings: Record<string, unknown>): StackFile => ({ stack: "dev", setting: (key) => settings[key] });

describe("the world that the stack files name", () => {
  it("is the documentation's repository, protected branch and immutable subject", () => {
    assert.deepEqual(worldOf([file({ repository: "acme/site" }), file({ repository: "acme/site", branch: "live" })]), {
      aws: { oidcProviders: [], hostedZones: [] },
      github: {
        repositories: {
          "acme/site": {
            id: 2222,
            owner: { login: "acme", id: 1111, type: "Organization" },
            visibility: "private",
            protectionRules: true,
            default_branch: "main",
            branches: { main: { reviewsRequired: true }, live: { reviewsRequired: true } },
            oidc: {
              use_default: true,
              use_immutable_subject: true,
              sub_claim_prefix: "repo:acme@1111/site@2222",
            },
          },
        },
        users: {},
        teams: {},
      },
    });
  });

  it("has the reviewers that they name", () => {
    const { users, teams } = worldOf([
      file({ reviewers: ["octocat", "team:9"] }),
      file({ reviewers: "no list" }),
    ]).github;
    assert.deepEqual(Object.keys(users), ["octocat"]);
    assert.deepEqual(teams, { "team-9": 9 });
  });

  it("is one that a world file could hold, with the same numbers in every run", () => {
    const world = worldOf([file({ repository: "octo-org/docs.site" })]);
    assert.deepEqual(parseWorld(JSON.stringify(world)), world);
    assert.deepEqual(worldOf([file({ repository: "octo-org/docs.site" })]), world);
  });

  it("has the OIDC provider in each account of which every stack says that it is there", () => {
    const stack = (account: string | undefined, oidcProvider: string) =>
      file({ oidcProvider, "aws:allowedAccountIds": account === undefined ? undefined : [account] });
    const other = { accountId: "444455556666", url: "https://token.actions.githubusercontent.com" };
    const world = worldOf([
      stack("777788889999", "create"),
      stack("777788889999", "existing"),
      stack(other.accountId, "existing"),
      stack(other.accountId, "existing"),
    ]);
    assert.deepEqual(world.aws.oidcProviders, [{ ...other, clientIds: ["sts.amazonaws.com"] }]);
    assert.deepEqual(parseWorld(JSON.stringify(world)), world);
    const accounts = (files: StackFile[]) => worldOf(files).aws.oidcProviders.map(({ accountId }) => accountId);
    assert.deepEqual(accounts([stack(undefined, "existing")]), ["111122223333"]);
    assert.deepEqual(accounts([stack(undefined, "create"), stack("111122223333", "existing")]), []);
  });

  it("has the ids that a subject's prefix states, and tells no prefix where the file states it", () => {
    const of = (settings: Record<string, unknown>) => {
      const found = worldOf([file({ repository: "acme/site", ...settings })]).github.repositories["acme/site"];
      return found === undefined ? undefined : [found.owner.id, found.id, found.oidc.sub_claim_prefix];
    };
    assert.deepEqual(of({ subjectPrefix: "repo:acme/site" }), [1111, 2222, undefined]);
    assert.deepEqual(of({ subjectPrefix: "repo:acme@5/site@6" }), [5, 6, undefined]);
    const also = { alsoTrust: { subjectPrefix: "repo:new-owner@7/site@6", until: "2026-12-31" } };
    assert.deepEqual(of(also), [1111, 6, "repo:acme@1111/site@6"]);
    assert.deepEqual(of({ subjectPrefix: "", alsoTrust: {} }), [1111, 2222, "repo:acme@1111/site@2222"]);
  });

  it("leaves out what is no repository's name", () => {
    const files = ["acme", "https://github.com/acme/site", "", 5, undefined].map((repository) => file({ repository }));
    assert.deepEqual(worldOf(files).github.repositories, {});
  });
});

describe("a cloud made from earlier stack files", () => {
  const folder = temporaryFolder();

  it("gets the repositories, branches and reviewers that they name by now, and keeps its own", () => {
    const cloud = join(folder(), "cloud.json");
    const earlier = worldOf([file({ repository: "Acme/Site", branch: "one" })]);
    seedCloud(cloud, earlier, () => []);
    const named = [
      { repository: "acme/site", branch: "two" },
      { repository: "acme/docs", reviewers: ["octocat"] },
    ];
    addTo(cloud, worldOf(named.map(file)));
    const { repositories, users = {} } = readCloud(cloud).world.github;
    assert.deepEqual(Object.keys(users), ["octocat"]);
    assert.deepEqual(Object.keys(repositories), ["Acme/Site", "acme/docs"]);
    const site = repositories["Acme/Site"];
    assert.ok(site && "branches" in site);
    assert.equal(site.owner.login, "Acme");
    assert.deepEqual(Object.keys(site.branches).sort(), ["main", "one", "two"]);
  });
});
