import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

import { ask, clientOptions } from "../../commands/preflight/aws/ask";
import { EXAMPLE, OWN_ROLES } from "../support/example/project";
import { ACCOUNT, PROVIDER_ARN } from "../support/program";
import type { AwsWorld } from "./preflight/aws";
import { serve } from "./preflight/server";
import { preflightWorld } from "./preflight/world";

describe("npm run preflight: AWS", () => {
  const { run, folder } = preflightWorld();

  describe("permissions boundary", () => {
    const ARN = `arn:aws:iam::${ACCOUNT}:policy/boundary`;
    const NAME = "Permissions boundary";
    const bounded = async (document: object | number, config: object = {}) => {
      const policies = { [ARN]: document };
      return (await run({ aws: { policies }, config: { permissionsBoundary: ARN, ...config } })).line(NAME);
    };
    const statement = (rest: object) => ({ Effect: "Allow", Action: "*", Resource: "*", ...rest });

    it("names the calls that it refuses, of each role that the stack makes", async () => {
      const document = {
        Statement: [statement({ NotAction: ["cloudfront:CreateInvalidation", "s3:GetObject"], Action: undefined })],
      };
      const { mark, says, remedy } = await bounded(document);
      assert.deepEqual([mark, says], ["!", `${ARN} refuses calls of the workflows`]);
      assert.deepEqual(remedy.split("\n"), [
        "publish: s3:GetObject, cloudfront:CreateInvalidation",
        ...["infrastructure", "preview", "drift"].map((role) => `${role}: s3:GetObject`),
        "allow them in it, or use another",
      ]);
      const one = await bounded(document, { builtInRoles: ["publish"] });
      assert.doesNotMatch(one.remedy, /preview|infrastructure/);
    });

    it("judges the user's own roles by their policies, which it reads as the program does", async () => {
      const document = { Statement: statement({ NotAction: "lambda:*", Action: undefined }) };
      const config = { roles: OWN_ROLES };
      const unread = await bounded(document, config);
      assert.deepEqual([unread.mark, unread.says], ["✗", "Your own roles cannot be created like this"]);
      assert.match(unread.remedy, /^roles\.api\.workflow: .*is not there/m);
      for (const part of [".github/workflows", "policies"])
        cpSync(join(EXAMPLE, part), join(folder(), part), { recursive: true });
      const own = JSON.parse(readFileSync(join(folder(), OWN_ROLES.api.policy), "utf8")) as { Statement: object[] };
      own.Statement.push({ Effect: "Deny", Action: "lambda:InvokeFunction", Resource: "*" });
      writeFileSync(join(folder(), OWN_ROLES.api.policy), JSON.stringify(own));
      const { mark, remedy } = await bounded(document, config);
      assert.deepEqual([mark, remedy], ["!", "api: lambda:UpdateFunctionCode\nallow them in it, or use another"]);
    });

    it("counts the state's calls where the stack's state is in a bucket, and not the App's where there is none", async () => {
      const { remedy } = await bounded({
        Statement: statement({ NotAction: ["s3:DeleteObject", "kms:Sign"], Action: undefined }),
      });
      assert.match(remedy, /infrastructure: s3:DeleteObject/);
      assert.doesNotMatch(remedy, /kms:Sign/);
    });

    it("is well where it lets all through, and open where conditions decide", async () => {
      const well = await bounded({ Statement: [statement({})] });
      assert.deepEqual([well.mark, well.says], ["✓", `${ARN} lets each role do all that it may`]);
      const open = await bounded({
        Statement: [statement({ Condition: { Bool: { "aws:SecureTransport": "true" } } })],
      });
      assert.deepEqual([open.mark, open.says], ["?", `${ARN}: conditions or resources in it decide`]);
      assert.match(open.remedy, /^publish: s3:/);
    });

    it("is not checked where it may not be read", async () => {
      const { mark, says, remedy } = await bounded(403);
      assert.equal(mark, "?");
      assert.match(says, /^not checked: AWS IAM: the AWS credentials may not iam:GetPolicy/);
      assert.equal(remedy, `look at it: aws iam get-policy --policy-arn ${ARN}`);
    });
  });
  const noKeys = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };

  it("has a cross where there are no credentials, and asks no more with them", async () => {
    const { line, failed } = await run({ environment: noKeys });
    assert.equal(failed, true);
    assert.equal(line("AWS identity").mark, "✗");
    assert.match(line("AWS identity").says, /^no AWS credentials: /);
    assert.match(line("AWS identity").remedy, /aws sso login/);
    for (const name of ["AWS account", "OIDC provider", "Headers policies"]) {
      assert.deepEqual(line(name), { mark: "?", says: "not checked: needs AWS identity", remedy: "" });
    }
  });

  it("names a profile that gives none, and the setting", async () => {
    for (const [setting, world] of [
      ["aws:profile", { config: { "aws:profile": "nowhere" } }],
      ["AWS_PROFILE", { environment: { ...noKeys, AWS_PROFILE: "nowhere" } }],
    ] as const) {
      const { mark, says, remedy } = (await run(world)).line("AWS identity");
      assert.deepEqual([mark, says], ["✗", `${setting}: got "nowhere", which gives no AWS credentials`]);
      assert.match(remedy, /^expected one of: aws configure list-profiles; /);
    }
  });

  for (const [code, says] of [
    ["ExpiredToken", "AWS STS: the AWS credentials have expired (ExpiredToken)"],
    ["InvalidClientTokenId", "AWS STS does not accept the AWS credentials (InvalidClientTokenId)"],
    ["AccessDenied", "AWS STS: the AWS credentials may not sts:GetCallerIdentity (AccessDenied)"],
  ] as const) {
    it(`has a cross for ${code}`, async () => {
      const { line } = await run({ aws: { errors: { sts: { status: 403, code } } } });
      assert.deepEqual([line("AWS identity").mark, line("AWS identity").says], ["✗", says]);
    });
  }

  it("has a question mark where AWS itself is ill", async () => {
    const { line, failed } = await run({ aws: { errors: { sts: { status: 503, code: "ServiceUnavailable" } } } });
    assert.equal(line("AWS identity").mark, "?");
    assert.equal(failed, false);
  });

  it("says where no region is set", async () => {
    const { line } = await run({ config: { "aws:region": undefined }, environment: { AWS_REGION: undefined } });
    assert.deepEqual([line("AWS identity").mark, line("AWS identity").says], ["✗", "no AWS region is set"]);
  });

  it("takes the stack's region before the environment's", async () => {
    const { line } = await run({ config: { "aws:region": "eu-central-1" } });
    assert.match(line("AWS identity").says, /, region eu-central-1$/);
  });

  it("does not ask with other credentials than the stack's own provider would", async () => {
    const { line, failed } = await run({ config: { "aws:assumeRoles": [{ roleArn: "arn:aws:iam::1:role/x" }] } });
    assert.equal(failed, false);
    assert.equal(line("AWS identity").mark, "?");
    assert.match(line("AWS identity").says, /the stack sets aws:assumeRoles/);
    assert.equal(line("OIDC provider").mark, "?");
  });

  it("compares the account with the stack's", async () => {
    const account = async (config: Record<string, unknown>, aws: AwsWorld = {}) =>
      (await run({ config, aws })).line("AWS account");
    const other = await account({}, { account: "999988887777" });
    assert.deepEqual([other.mark, other.says], ["✗", `999988887777 is not one of aws:allowedAccountIds (${ACCOUNT})`]);
    assert.equal((await account({ "aws:allowedAccountIds": `["${ACCOUNT}"]` })).mark, "✓");
    assert.equal((await account({ "aws:forbiddenAccountIds": [ACCOUNT] })).mark, "✗");
  });

  it("leaves to the settings what no account is", async () => {
    const { line } = await run({ config: { "aws:allowedAccountIds": [12345678901] } });
    assert.deepEqual([line("AWS account").mark, line("AWS account").says], ["?", "not checked: needs Settings"]);
    assert.deepEqual(line("Settings"), {
      mark: "✗",
      says: "aws:allowedAccountIds: got 12345678901",
      remedy: 'expected a list of accounts, ["111122223333"]: put the number in quotation marks, with its 12 digits',
    });
  });

  it("warns where the stack's own file names no account: the workflows read no other", async () => {
    const missing = { "aws:allowedAccountIds": undefined };
    const config = { "aws:allowedAccountIds": { value: [ACCOUNT] } };
    for (const project of [{}, { config }]) {
      const { line } = await run({ config: missing, project });
      assert.equal(line("AWS account").mark, "!");
      assert.match(line("AWS account").says, /each workflow stops before it gets credentials$/);
      assert.equal(line("AWS account").remedy, `set aws:allowedAccountIds: ["${ACCOUNT}"] in the stack's file`);
    }
  });

  const provider = async (oidcProvider: string, aws: AwsWorld) =>
    (await run({ config: { oidcProvider }, aws })).line("OIDC provider");
  const audiences = ["sts.amazonaws.com"];

  it("decides about the OIDC provider as the program does", async () => {
    const free = await provider("create", { provider: null });
    assert.deepEqual([free.mark, free.says], ["✓", "create: the account has none yet"]);
    const own = await provider("create", { provider: { audiences, owner: "passwordless-cicd/prod" } });
    assert.deepEqual([own.mark, own.says], ["✓", "create: the account has this stack's own, which up takes"]);
    const taken = await provider("create", { provider: { audiences, owner: "passwordless-cicd/dev" } });
    assert.equal(taken.mark, "✗");
    assert.match(taken.says, /has arn:.* already, made by the stack passwordless-cicd\/dev$/);
    assert.match(taken.remedy, /^expected "existing"/);
  });

  it("never says create where the enterprise has an issuer of its own", async () => {
    const providers = [`${PROVIDER_ARN}/acme-corp`];
    for (const wish of ["existing", "create"]) {
      const { mark, says, remedy } = await provider(wish, { provider: null, providers });
      assert.equal(mark, "✗");
      assert.match(says, /\/acme-corp: the enterprise has an issuer of its own/);
      assert.match(remedy, /^not supported/);
    }
  });

  it("wants an existing OIDC provider to be there, with our audience", async () => {
    const missing = await provider("existing", { provider: null });
    assert.deepEqual(
      [missing.mark, missing.says],
      ["✗", `oidcProvider: got "existing", but the account has no ${PROVIDER_ARN}`],
    );
    const deaf = await provider("existing", { provider: { audiences: ["other"] } });
    assert.equal(deaf.mark, "✗");
    assert.match(deaf.remedy, /add-client-id-to-open-id-connect-provider/);
  });

  it("has a cross where the credentials may not look the OIDC provider up", async () => {
    const denied = await provider("existing", { errors: { iam: { status: 403, code: "AccessDenied" } } });
    assert.deepEqual(
      [denied.mark, denied.remedy],
      ["✗", "allow iam:GetOpenIDConnectProvider for the identity that runs up"],
    );
  });

  const headers = async (aws: AwsWorld, config: Record<string, unknown> = {}) =>
    (await run({ aws, config })).line("Headers policies");
  const names = (count: number) => Array.from({ length: count }, (_, index) => `policy-${index}`);

  it("counts the account's headers policies, over all pages and without AWS's own", async () => {
    const room = await headers({ headersPolicies: names(19) });
    assert.deepEqual([room.mark, room.says.slice(0, 12)], ["✓", "19 of the 20"]);
    const full = await headers({ headersPolicies: names(20) });
    assert.deepEqual([full.mark, full.says], ["✗", "the account has 20 of the 20 that an account has room for"]);
    assert.match(full.remedy, /headers\.policyId/);
    for (const neighbour of ["passwordless-cicd-prod-eu-site-0a1b2c3", "passwordless-cicd-prod-site-by-hand"])
      assert.equal((await headers({ headersPolicies: [...names(19), neighbour] })).mark, "✗");
    const own = await headers({ headersPolicies: [...names(19), "passwordless-cicd-prod-site-0a1b2c3"] });
    assert.deepEqual([own.mark, own.says.slice(0, 27)], ["✓", "the stack's own is there: 2"]);
  });

  it("looks a shared headers policy up, for which a full account has room", async () => {
    const shared = (policyId: string) => headers({ headersPolicies: names(20) }, { headers: { policyId } });
    assert.deepEqual(
      [(await shared("id-of-policy-19")).mark, (await shared("id-of-Managed-SimpleCORS")).mark],
      ["✓", "✓"],
    );
    const missing = await shared("policy-19");
    assert.deepEqual(
      [missing.mark, missing.says],
      ["✗", 'headers.policyId: got "policy-19", which is not a response headers policy of the account'],
    );
  });

  it("has a question mark where the credentials may not list headers policies: up need not", async () => {
    const denied = await headers({ errors: { cloudfront: { status: 403, code: "AccessDenied" } } });
    assert.equal(denied.mark, "?");
    assert.match(denied.says, /^not checked: .* may not cloudfront:ListResponseHeadersPolicies \(AccessDenied\)$/);
  });

  it("gives up on AWS where it takes the question and never answers", async () => {
    const server = await serve(() => () => undefined);
    try {
      const credentials = { accessKeyId: "AKIA", secretAccessKey: "x" };
      const sts = new STSClient({ ...clientOptions({ region: "us-east-1" }), endpoint: server.url, credentials });
      const started = Date.now();
      await assert.rejects(ask((options) => sts.send(new GetCallerIdentityCommand({}), options), 100));
      assert.ok(Date.now() - started < 7_000);
    } finally {
      await server.close();
    }
  });
});
