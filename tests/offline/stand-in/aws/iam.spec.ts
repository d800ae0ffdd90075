import assert from "node:assert/strict";
import { aws as awsDefinition } from "../../../../offline/stand-in/aws/definition";
import type { Properties } from "../../../../offline/stand-in/properties";
import { account, goodTrust, testCloud, tokens, trust, world } from "../harness";

const sub = "token.actions.githubusercontent.com:sub";
const url = "https://token.actions.githubusercontent.com";
const provider = { url, clientIdLists: ["sts.amazonaws.com"] };
const arn = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
const role = { name: "publish", assumeRolePolicy: goodTrust };
const checkRole = (news: Properties) =>
  testCloud().aws.check(tokens.role, { name: "publish", olds: {}, news: { ...role, ...news } }).failures;

describe("an OIDC provider", () => {
  it("is the one of its URL in its account", async () => {
    const { aws, configured } = testCloud({ ...world, aws: { oidcProviders: [] } });
    const first = await aws.create(tokens.oidcProvider, provider);
    assert.equal(first.id, arn);
    await assert.rejects(aws.create(tokens.oidcProvider, provider), {
      message:
        /^creating IAM OIDC Provider: operation error IAM: CreateOpenIDConnectProvider, https response error StatusCode: 409, RequestID: \S+, EntityAlreadyExists: Provider with url https:\/\/token\.actions\.githubusercontent\.com already exists\.$/,
    });
    const other = configured(awsDefinition, { allowedAccountIds: ["444455556666"] });
    assert.match((await other.create(tokens.oidcProvider, provider)).id, /:444455556666:/);
  });

  it("has thumbprints of IAM's making, which are no change for who gives none", async () => {
    const { aws } = testCloud();
    const { properties } = await aws.create(tokens.oidcProvider, provider);
    assert.equal((properties.thumbprintLists as string[]).length, 1);
    assert.deepEqual(aws.diff(tokens.oidcProvider, properties, provider), []);
  });

  it("is imported by its ARN, with what the program must say about it", async () => {
    const tags = { owner: "dev" };
    const oidcProviders = [{ url, clientIds: ["sts.amazonaws.com"], tags }];
    const { aws } = testCloud({ ...world, aws: { accountId: account, oidcProviders } });
    const held = await aws.read(tokens.oidcProvider, arn, {});
    assert.deepEqual(held?.inputs, { ...provider, url: url.replace("https://", ""), tags });
    assert.deepEqual(aws.diff(tokens.oidcProvider, held.properties, { ...provider, tags }), []);
  });

  it("has a URL with https", () => {
    const news = { ...provider, url: "http://token.actions.githubusercontent.com" };
    const { failures } = testCloud().aws.check(tokens.oidcProvider, { name: "x", olds: {}, news });
    assert.deepEqual(
      failures.map(({ property }) => property),
      ["url"],
    );
  });
});

describe("a role", () => {
  it("has sessions of one to twelve hours at most", () => {
    for (const seconds of [3600, 43_200]) assert.deepEqual(checkRole({ maxSessionDuration: seconds }), []);
    for (const seconds of [900, 3599, 43_201]) {
      const reason = `expected max_session_duration to be in the range (3600 - 43200), got ${seconds}`;
      assert.deepEqual(checkRole({ maxSessionDuration: seconds }), [{ property: "maxSessionDuration", reason }]);
    }
  });

  it("has a name of at most 64 characters that IAM takes, and a policy in JSON", () => {
    assert.deepEqual(checkRole({ name: "a".repeat(64) }), []);
    assert.equal(checkRole({ name: "a".repeat(65) }).length, 1);
    assert.equal(checkRole({ name: "a b" }).length, 1);
    assert.equal(checkRole({ assumeRolePolicy: "{" }).length, 1);
  });

  it("exists once", async () => {
    const { aws } = testCloud();
    await aws.create(tokens.role, role);
    await assert.rejects(
      aws.create(tokens.role, role),
      / EntityAlreadyExists: Role with name publish already exists\.$/,
    );
  });

  it("is not deleted while it has inline policies", async () => {
    const { aws } = testCloud();
    await aws.create(tokens.role, role);
    const policy = await aws.create(tokens.rolePolicy, { role: "publish", name: "p", policy: '{"Statement":[]}' });
    assert.equal(policy.id, "publish:p");
    await assert.rejects(
      aws.delete(tokens.role, "publish"),
      / DeleteConflict: Cannot delete entity, must delete policies first\.$/,
    );
    await aws.delete(tokens.rolePolicy, policy.id);
    await aws.delete(tokens.role, "publish");
  });
});

describe("a role's trust policy", () => {
  const refused: readonly [string, string][] = [
    ["no subject", trust({ StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } })],
    ["any subject", trust({ StringLike: { [sub]: "*" } })],
    ["any subject among others", trust({ StringLike: { [sub]: ["repo:acme/site:*", "??*"] } })],
    ["a subject that need not be there", trust({ StringEqualsIfExists: { [sub]: "repo:acme/site:x" } })],
    ["all subjects but one", trust({ StringNotEquals: { [sub]: "repo:acme/site:x" } })],
  ];
  for (const [title, assumeRolePolicy] of refused) {
    it(`is refused for GitHub with ${title}`, async () => {
      const { aws } = testCloud();
      const message = new RegExp(
        `MalformedPolicyDocument: Trust policy with trusted principal ${arn} must evaluate, using StringEquals, StringLike or StringEqualsIgnoreCase, ${sub} which is not scoped to all\\.$`,
      );
      await assert.rejects(aws.create(tokens.role, { ...role, assumeRolePolicy }), { message });
      await aws.create(tokens.role, role);
      await assert.rejects(aws.update(tokens.role, "publish", { ...role, assumeRolePolicy }), { message });
    });
  }

  it("is accepted with a subject, in whatever case the key is", async () => {
    await testCloud().aws.create(tokens.role, role);
    const upper = trust({ StringLike: { [sub.toUpperCase()]: "repo:acme/site:*" } });
    await testCloud().aws.create(tokens.role, { ...role, assumeRolePolicy: upper });
  });

  it("has 2,048 characters at most, white space not counted", async () => {
    const ofLength = (length: number) => {
      const empty = trust({ StringEquals: { [sub]: "" } }).length;
      return trust({ StringEquals: { [sub]: "x".repeat(length - empty) } });
    };
    const spaced = JSON.stringify(JSON.parse(ofLength(2048)), undefined, 8);
    await testCloud().aws.create(tokens.role, { ...role, assumeRolePolicy: spaced });
    const tooLong = testCloud().aws.create(tokens.role, { ...role, assumeRolePolicy: ofLength(2049) });
    await assert.rejects(tooLong, / LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048$/);
  });
});

describe("a role's inline policy", () => {
  const sized = (length: number) => {
    const empty = JSON.stringify({ Statement: [""] }).length;
    return JSON.stringify({ Statement: ["x".repeat(length - empty)] });
  };

  it("needs the role, and goes to another role only as a new one", async () => {
    const { aws } = testCloud();
    const inputs = { role: "publish", name: "p", policy: sized(20) };
    await assert.rejects(
      aws.create(tokens.rolePolicy, inputs),
      / NoSuchEntity: The role with name publish cannot be found\.$/,
    );
    const changes = aws.diff(tokens.rolePolicy, inputs, { ...inputs, role: "other" });
    assert.deepEqual(changes, [{ property: "role", kind: "UPDATE", replace: true }]);
  });

  it("has 10,240 characters at most together with the role's others", async () => {
    const { aws } = testCloud();
    await aws.create(tokens.role, role);
    await aws.create(tokens.rolePolicy, { role: "publish", name: "one", policy: sized(10_000) });
    await aws.create(tokens.rolePolicy, { role: "publish", name: "two", policy: sized(240) });
    const update = (length: number) =>
      aws.update(tokens.rolePolicy, "publish:two", { role: "publish", name: "two", policy: sized(length) });
    await update(240);
    await assert.rejects(update(241), / LimitExceeded: Maximum policy size of 10240 bytes exceeded for role publish$/);
  });
});
