import assert from "node:assert/strict";
import { parseWorld } from "../../../offline/stand-in/world-file";
import { seededResources } from "../../../offline/stand-in/seed";

/** The example of the documented format. */
function example(): Record<"aws" | "github", Record<string, unknown>> {
  return {
    aws: {
      accountId: "111122223333",
      region: "us-east-1",
      oidcProviders: [{ url: "https://token.actions.githubusercontent.com", clientIds: ["sts.amazonaws.com"] }],
    },
    github: {
      repositories: {
        "acme/site": {
          id: 2222,
          owner: { login: "acme", id: 1111, type: "Organization" },
          visibility: "private",
          protectionRules: true,
          default_branch: "main",
          branches: { main: { reviewsRequired: true } },
          oidc: { use_default: true, use_immutable_subject: false, sub_claim_prefix: "repo:acme@1111/site@2222" },
          variables: { Dev_Role: "x" },
          access: { users: [], teams: [] },
        },
      },
      users: { octocat: 5 },
      teams: { platform: 9 },
    },
  };
}

function withRepository(change: Record<string, unknown>): unknown {
  const { aws, github } = example();
  const site = (github.repositories as Record<string, Record<string, unknown>>)["acme/site"];
  return { aws, github: { repositories: { "acme/site": { ...site, ...change } } } };
}

describe("a world file", () => {
  it("is taken as it is documented", () => {
    assert.deepEqual(parseWorld(JSON.stringify(example())), example());
  });

  it("may have moved repositories, archived ones, given answers, tags, and no account", () => {
    const { github } = example();
    const repositories = { ...(github.repositories as object), "acme/old": { movedTo: "acme/site" } };
    const answers = { "repos/acme/site": { code: 403, body: "{}" }, "repos/acme/gone": { error: "dial tcp" } };
    const world = { aws: { oidcProviders: [] }, github: { repositories, answers } };
    assert.deepEqual(parseWorld(JSON.stringify(world)), world);
    assert.doesNotThrow(() => parseWorld(JSON.stringify(withRepository({ archived: true }))));
  });

  const site = '$.github.repositories["acme/site"]';
  const wrong: readonly [unknown, string][] = [
    [[], "$: got []; expected an object"],
    [{ aws: { oidcProviders: [] } }, "$.github: got nothing; expected an object"],
    [{ ...example(), azure: {} }, '$: got "azure"; expected none but the keys aws, github'],
    [
      { ...example(), aws: { ...example().aws, accountId: "1" } },
      '$.aws.accountId: got "1"; expected an account number of 12 digits',
    ],
    [
      { ...example(), aws: { ...example().aws, accountId: undefined } },
      "$.aws.accountId: got nothing; expected the account that holds the oidcProviders",
    ],
    [withRepository({ id: "2222" }), `${site}.id: got "2222"; expected a whole number`],
    [withRepository({ oidc: undefined }), `${site}.oidc: got nothing; expected an object`],
    [
      withRepository({ visibility: "secret" }),
      `${site}.visibility: got "secret"; expected public or private or internal`,
    ],
    [
      withRepository({ branches: { main: {} } }),
      `${site}.branches["main"].reviewsRequired: got nothing; expected true or false`,
    ],
    [withRepository({ access: { users: [1], teams: [] } }), `${site}.access.users[0]: got 1; expected a string`],
    [
      withRepository({ owner: { login: "other", id: 1, type: "User" } }),
      `${site}.owner.login: got "other"; expected the owner that the repository's name starts with`,
    ],
    [
      { ...example(), github: { repositories: { acme: {} } } },
      '$.github.repositories["acme"]: got "acme"; expected a key that is owner/name',
    ],
    [
      { ...example(), github: { repositories: { "acme/old": { movedTo: "acme/none" } } } },
      '$.github.repositories["acme/old"].movedTo: got "acme/none"; expected a repository of this file that has not moved itself',
    ],
  ];
  for (const [value, message] of wrong) {
    it(`is refused with ${message}`, () => {
      assert.throws(() => parseWorld(JSON.stringify(value)), { message });
    });
  }

  it("is refused where it is not JSON", () => {
    assert.throws(() => parseWorld("{"), /^Error: not JSON: /);
  });

  it("becomes the resources that the account and the repositories hold", () => {
    const resources = seededResources(parseWorld(JSON.stringify(example())));
    const arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
    assert.deepEqual(
      resources.map(({ id, account }) => ({ id, account })),
      [
        { id: arn, account: "111122223333" },
        { id: "site:DEV_ROLE", account: "acme" },
      ],
    );
    assert.equal(resources[1]?.properties.value, "x");
  });
});
