import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ROLE_NAMES } from "../components/policy/roles";
import { outputNames } from "../components/policy/outputs";
import { variableName } from "../components/policy/names";
import { find, type Registered, resolved } from "./support/deploy";
import { EXAMPLE } from "./support/example/project";
import { ACCOUNT, CUSTOMIZATION, deployProgram, REPOSITORY, ROOT } from "./support/program";

const CALLER = "aws:index/getCallerIdentity:getCallerIdentity";
const VARIABLE = "github:index/actionsVariable:ActionsVariable";

/** What every stack has, beside the OIDC provider. */
const RESOURCES = [
  "aws:cloudfront/distribution:Distribution site",
  "aws:cloudfront/function:Function site",
  "aws:cloudfront/originAccessControl:OriginAccessControl site",
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy site",
  ...ROLE_NAMES.flatMap((role) => [
    `aws:iam/role:Role ${role}`,
    `aws:iam/rolePolicy:RolePolicy ${role}`,
    `aws:iam/rolePoliciesExclusive:RolePoliciesExclusive ${role}`,
    `aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive ${role}`,
  ]),
  "aws:s3/bucket:Bucket site",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration site",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls site",
  "aws:s3/bucketPolicy:BucketPolicy site",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock site",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration site",
  "aws:s3/bucketVersioning:BucketVersioning site",
  ...outputNames(ROLE_NAMES).map((output) => `${VARIABLE} ${output}`),
  ...ROLE_NAMES.map((role) => `passwordless:github:GithubActionsRole ${role}`),
  "github:index/repositoryEnvironment:RepositoryEnvironment environment",
  "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy environment",
  "passwordless:github:DeploymentEnvironment environment",
  "passwordless:github:GithubOidcProvider github",
  "passwordless:github:RepositoryVariables workflow",
  "passwordless:web:EdgeFunction site",
  "passwordless:web:SecurityHeaders site",
  "passwordless:web:StaticSite site",
  "pulumi:providers:github github",
].sort();

function names(resources: readonly Registered[]) {
  return resources.map(({ type, name }) => `${type} ${name}`).sort();
}

describe("the program", () => {
  it("makes a site, a role and the variables that tell of them", async () => {
    const { resources } = await deployProgram();
    assert.deepEqual(names(resources), RESOURCES);
  });

  it("makes nothing where the roles could not work with the committed backend", async () => {
    const file = join(EXAMPLE, "Pulumi.yaml");
    const before = readFileSync(file, "utf8");
    writeFileSync(file, `${before}backend:\n  url: s3://acme-state/team-a\n`);
    let made: readonly Registered[] = [];
    try {
      const deployment = deployProgram({ folder: EXAMPLE }, (resources) => (made = resources));
      await assert.rejects(deployment, /The roles could not work with the state:\n {2}backend\.url: got /);
    } finally {
      writeFileSync(file, before);
    }
    assert.deepEqual(names(made), []);
  });

  it("makes the OIDC provider in the one stack that is told to", async () => {
    const { resources } = await deployProgram({ settings: { oidcProvider: "create" }, providerOwner: null });
    const provider = "aws:iam/openIdConnectProvider:OpenIdConnectProvider github";
    assert.deepEqual(names(resources), [...RESOURCES, provider].sort());
    for (const role of ROLE_NAMES) {
      assert.ok(find(resources, "aws:iam/role:Role", role).dependsOn.includes("OpenIdConnectProvider github"), role);
    }
  });

  it("tells the workflows exactly what it returns as stack outputs", async () => {
    const { resources, value } = await deployProgram();
    const outputs = (await resolved(value)) as Record<string, string>;
    const variables = resources.filter(({ type }) => type === VARIABLE);
    assert.deepEqual(
      Object.fromEntries(variables.map(({ inputs }) => [String(inputs.variableName), inputs.value] as const)),
      Object.fromEntries(Object.entries(outputs).map(([output, text]) => [variableName("prod", output), text])),
    );
    assert.deepEqual(Object.keys(outputs), outputNames(ROLE_NAMES));
    assert.deepEqual(
      { ...outputs, trust: undefined },
      {
        awsRegion: "eu-central-1",
        branch: "main",
        publishRoleArn: "arn:test:Role/publish",
        previewRoleArn: "arn:test:Role/preview",
        driftRoleArn: "arn:test:Role/drift",
        infrastructureRoleArn: "arn:test:Role/infrastructure",
        siteBucket: "site-id",
        distributionId: "site-id",
        siteUrl: "https://d111.cloudfront.net",
        sessionSeconds: "1800",
        trust: undefined,
      },
    );
  });

  it("makes only the roles that the stack wants, with their variables, and lets none read another", async () => {
    const { resources, value } = await deployProgram({ settings: { builtInRoles: ["publish", "drift"] } });
    const roles = resources.filter(({ type }) => type === "aws:iam/role:Role").map(({ name }) => name);
    assert.deepEqual(roles.sort(), ["drift", "publish"]);
    const left = (names: readonly string[]) => names.filter((name) => /preview|infrastructure/i.test(name));
    assert.deepEqual(left([...Object.keys(value), ...resources.map(({ name }) => name)]), []);
    assert.deepEqual(Object.keys(JSON.parse(String(await resolved(value.trust))) as object), ["publish", "drift"]);
    const { policy } = find(resources, "aws:iam/rolePolicy:RolePolicy", "drift").inputs;
    assert.doesNotMatch(String(policy), /-preview-|-infrastructure-/);
  });

  it("trusts one job of the repository, under every claim that AWS can check", async () => {
    const { resources, value } = await deployProgram();
    const claims = {
      aud: "sts.amazonaws.com",
      sub: "repo:acme@1111/site@2222:environment:prod",
      repository_id: "2222",
      repository_owner_id: "1111",
      environment: "prod",
      ref: "refs/heads/main",
      job_workflow_ref: "acme/site/.github/workflows/publish-site.yml@refs/heads/main",
    };
    const keys = Object.entries(claims).map(
      ([claim, text]) => [`token.actions.githubusercontent.com:${claim}`, text] as const,
    );
    assert.deepEqual(JSON.parse(String(find(resources, "aws:iam/role:Role", "publish").inputs.assumeRolePolicy)), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "ThePublishJob",
          Effect: "Allow",
          Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: { StringEquals: Object.fromEntries(keys) },
        },
      ],
    });
    const trust = JSON.parse(String(await resolved(value.trust))) as Record<string, unknown>;
    assert.deepEqual(Object.keys(trust), ROLE_NAMES);
    assert.deepEqual(trust.publish, [claims]);
  });

  it("says nothing where all is well, and warns where anyone may push to the branch", async () => {
    const answer = ({ endpoint }: Record<string, unknown>) => {
      const path = String(endpoint);
      const rule = path.includes("/rules/") ? [] : path.includes("/branches/") ? { protected: false } : undefined;
      return { code: 200, body: JSON.stringify(rule ?? (path.endsWith("/sub") ? CUSTOMIZATION : REPOSITORY)) };
    };
    const open = await deployProgram({ calls: { "github:index/getRestApi:getRestApi": answer } });
    assert.deepEqual((await deployProgram()).messages, []);
    assert.deepEqual(
      open.messages.map((message) => message.split(":").slice(0, 3).join(":")),
      [
        "warning: branch: nothing requires a reviewed pull request for main",
        "warning: reviewers: nobody approves deployments to prod, and nobody must review main; expected reviewers",
      ],
    );
  });

  it("uses the explicit GitHub provider for every resource in GitHub", async () => {
    const { resources } = await deployProgram();
    const providers = resources.filter(({ type }) => type.startsWith("github:")).map(({ provider }) => provider);
    assert.deepEqual([...new Set(providers)], ["github github"]);
  });

  it("gives the publishing role only what the site's own resources need", async () => {
    const { resources } = await deployProgram();
    const { Statement } = JSON.parse(
      String(find(resources, "aws:iam/rolePolicy:RolePolicy", "publish").inputs.policy),
    ) as {
      Statement: { Resource: string }[];
    };
    assert.deepEqual(
      Statement.map(({ Resource }) => Resource),
      [
        "arn:test:Bucket/site",
        "arn:test:Bucket/site/_releases/*",
        "arn:test:Bucket/site/*",
        "arn:test:Bucket/site/*",
        "arn:test:Distribution/site",
      ],
    );
  });

  it("lets preview and drift read this stack's roles, and no other stack's", async () => {
    const { resources } = await deployProgram();
    for (const role of ["preview", "drift"]) {
      const { policy } = find(resources, "aws:iam/rolePolicy:RolePolicy", role).inputs;
      const { Statement } = JSON.parse(String(policy)) as { Statement: { Sid: string; Resource: unknown }[] };
      assert.deepEqual(
        Statement.find(({ Sid }) => Sid === "ReadTheRolesOfTheStack")?.Resource,
        ROLE_NAMES.map((name) => `arn:aws:iam::111122223333:role/passwordless-cicd-prod-${name}-???????`),
      );
    }
  });

  const refused = [
    ["a wrong setting", { settings: { branch: "*" } }, /branch: got/],
    ["a customised subject", { customization: { use_default: false } }, /use_default/],
    ["an OIDC provider that is not there", { providerOwner: null }, /oidcProvider/],
    ["an OIDC provider of somebody else", { settings: { oidcProvider: "create" } }, /oidcProvider/],
    [
      "a trust policy that is too long",
      { settings: { branch: "b".repeat(1000) } },
      /trust policy of the role publish: has \d+ characters; expected at most 2048/,
    ],
    [
      "credentials of another partition",
      { calls: { [CALLER]: () => ({ accountId: ACCOUNT, arn: `arn:aws-cn:sts::${ACCOUNT}:assumed-role/a/b` }) } },
      /does not fit the setting:\n {2}AWS credentials: got some of the partition aws-cn/,
    ],
    [
      "a boundary of another account",
      { settings: { permissionsBoundary: "arn:aws:iam::999988887777:policy/boundary" } },
      /does not fit the setting:\n {2}permissionsBoundary: got/,
    ],
    ["a name that is too long", { stack: "s".repeat(31), project: "p".repeat(31) }, /name of the role publish/],
  ] as const;
  for (const [what, world, message] of refused) {
    it(`registers nothing but the provider where it meets ${what}`, async () => {
      let registered: readonly Registered[] = [];
      const program = deployProgram(world, (resources) => {
        registered = resources;
      });
      await assert.rejects(program, message);
      assert.deepEqual(
        names(registered).filter((name) => name !== "pulumi:providers:github github"),
        [],
      );
    });
  }
});

describe("index.ts", () => {
  const text = readFileSync(join(ROOT, "index.ts"), "utf8");

  it("is short: it says what is made, and nothing of how", () => {
    assert.ok(text.trimEnd().split("\n").length < 40);
  });

  it("hands each component the fields that it takes, and never all settings", () => {
    const handed = [...text.matchAll(/new \w+\(([^;]*)\);/g)].map(([, given = ""]) => given);
    assert.equal(handed.length, 3);
    for (const given of handed) assert.doesNotMatch(given, /\b(facts|settings)\b(?!\.)/);
    assert.doesNotMatch(text, /\.{3}/);
  });
});
