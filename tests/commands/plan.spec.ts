import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { decide } from "../../commands/plan/decision";
import { stepsOf } from "../../commands/plan/digest";
import { EXAMPLE } from "../support/example/project";
import { temporaryFolder } from "../support/temporary-folder";

const VARIABLE = "github:index/actionsVariable:ActionsVariable";
const step = (op: string, type: string) => ({ op, type, name: "x" });

describe("what the infrastructure workflow may apply", () => {
  for (const [op, type] of [
    ["update", "aws:cloudfront/distribution:Distribution"],
    ["update", "aws:cloudfront/originAccessControl:OriginAccessControl"],
    ["update", "aws:s3/bucket:Bucket"],
    ["update", "aws:s3/bucketPolicy:BucketPolicy"],
    ["update", VARIABLE],
    ["create", VARIABLE],
    ["update", "pulumi:providers:aws"],
  ] as const) {
    it(`is to ${op} ${type}`, () => {
      assert.deepEqual(decide([step(op, type)]), { changes: [step(op, type)], reserved: [] });
    });
  }

  it("is nothing where nothing outside the state changes", () => {
    const steps = [
      step("same", "aws:iam/role:Role"),
      step("read", "aws:iam/role:Role"),
      step("update", "pulumi:pulumi:Stack"),
      step("create", "passwordless:web:StaticSite"),
    ];
    assert.deepEqual(decide(steps), { changes: [], reserved: [] });
  });
});

describe("what only an administrator may apply", () => {
  for (const [op, type, why] of [
    ["update", "aws:iam/role:Role", "it decides who may do what"],
    ["update", "aws:iam/rolePolicy:RolePolicy", "it decides who may do what"],
    ["update", "aws:iam/openIdConnectProvider:OpenIdConnectProvider", "it decides who may do what"],
    ["update", "github:index/repositoryEnvironment:RepositoryEnvironment", "it decides who may do what"],
    [
      "create",
      "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy",
      "it decides who may do what",
    ],
    ["replace", "aws:s3/bucket:Bucket", "the workflow creates, replaces and deletes nothing but new variables"],
    [
      "create-replacement",
      "aws:s3/bucket:Bucket",
      "the workflow creates, replaces and deletes nothing but new variables",
    ],
    [
      "delete",
      "aws:cloudfront/distribution:Distribution",
      "the workflow creates, replaces and deletes nothing but new variables",
    ],
    ["create", "aws:s3/bucket:Bucket", "the workflow creates, replaces and deletes nothing but new variables"],
    ["import", VARIABLE, "the workflow creates, replaces and deletes nothing but new variables"],
    ["delete", VARIABLE, "the workflow creates, replaces and deletes nothing but new variables"],
    ["update", "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "the workflow's role may not update it"],
    ["update", "aws:lambda/function:Function", "the workflow's role may not update it"],
    ["some new word", "aws:s3/bucket:Bucket", "the workflow creates, replaces and deletes nothing but new variables"],
  ] as const) {
    it(`is to ${op} ${type}`, () => {
      assert.deepEqual(
        decide([step(op, type)]).reserved.map((reserved) => reserved.why),
        [why],
      );
    });
  }

  it("comes with the trust root first", () => {
    const { reserved } = decide([step("delete", "aws:s3/bucket:Bucket"), step("update", "aws:iam/role:Role")]);
    assert.deepEqual(
      reserved.map(({ type, trustRoot }) => ({ type, trustRoot })),
      [
        { type: "aws:iam/role:Role", trustRoot: true },
        { type: "aws:s3/bucket:Bucket", trustRoot: false },
      ],
    );
  });
});

describe("the engine's JSON preview", () => {
  const urn = "urn:pulumi:prod::p::passwordless:web:StaticSite$aws:s3/bucket:Bucket::site";

  it("is read step by step", () => {
    assert.deepEqual(stepsOf(JSON.stringify({ steps: [{ op: "update", urn }] })), [
      { op: "update", type: "aws:s3/bucket:Bucket", name: "site" },
    ]);
  });

  it("decides nothing where the preview failed", () => {
    const failed = { steps: [], diagnostics: [{ severity: "error", message: "repository: got nothing\n" }] };
    assert.throws(() => stepsOf(JSON.stringify(failed)), /^UserError: the preview failed: repository: got nothing$/);
  });

  for (const text of ["", "<html>", "[]", "{}", "null"]) {
    it(`is not ${JSON.stringify(text)}`, () => {
      assert.throws(() => stepsOf(text), /want what pulumi preview --json prints/);
    });
  }
});

describe("npm run plan -- --json", function () {
  this.timeout(30_000);
  const folder = temporaryFolder();

  it("prints the decision, with the same exit code", () => {
    const file = join(folder(), "preview.json");
    for (const [op, code] of [
      ["same", 0],
      ["update", 3],
    ] as const) {
      const urn = "urn:pulumi:prod::p::aws:iam/role:Role::publish";
      writeFileSync(file, JSON.stringify({ steps: [{ op, urn }] }));
      const args = ["-r", "ts-node/register", "commands/plan.ts", "--stack", "prod", "--file", file, "--json"];
      const { status, stdout } = spawnSync(process.execPath, args, { cwd: EXAMPLE, encoding: "utf8" });
      assert.equal(status, code);
      assert.deepEqual(JSON.parse(stdout), decide(stepsOf(JSON.stringify({ steps: [{ op, urn }] }))));
    }
  });
});
