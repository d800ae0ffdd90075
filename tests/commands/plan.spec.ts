import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { REASONS } from "../../commands/plan/administrator";
import { decide } from "../../commands/plan/decision";
import { stepsOf } from "../../commands/plan/digest";
import { EXAMPLE } from "../support/example/project";
import { temporaryFolder } from "../support/temporary-folder";

const VARIABLE = "github:index/actionsVariable:ActionsVariable";
const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const step = (op: string, type: string, changed: readonly string[] = []) => ({
  op,
  type,
  name: "x",
  changed,
  protection: false,
});

describe("what the infrastructure workflow may apply", () => {
  for (const [op, type] of [
    ["update", "aws:cloudfront/originAccessControl:OriginAccessControl"],
    ["update", "aws:cloudfront/function:Function"],
    ["update", "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"],
    ["update", VARIABLE],
    ["create", VARIABLE],
    ["update", "pulumi:providers:aws"],
  ] as const) {
    it(`is to ${op} ${type}`, () => {
      assert.deepEqual(decide([step(op, type)]), { changes: [step(op, type)], reserved: [] });
    });
  }

  it("is of a distribution what decides neither where it reads nor what runs", () => {
    const open = step("update", DISTRIBUTION, [
      "comment",
      "defaultCacheBehavior.compress",
      "restrictions.geoRestriction",
    ]);
    assert.deepEqual(decide([open]), { changes: [open], reserved: [] });
  });

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
  for (const [op, type, reason] of [
    ["update", "aws:iam/role:Role", "trustRoot"],
    ["update", "aws:iam/rolePolicy:RolePolicy", "trustRoot"],
    ["update", "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive", "trustRoot"],
    ["update", "aws:iam/openIdConnectProvider:OpenIdConnectProvider", "trustRoot"],
    ["update", "github:index/repositoryEnvironment:RepositoryEnvironment", "trustRoot"],
    ["create", "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy", "trustRoot"],
    ["update", "aws:s3/bucketPolicy:BucketPolicy", "bucketPolicy"],
    ["delete", "aws:s3/bucketPolicy:BucketPolicy", "bucketPolicy"],
    ["create", "aws:s3/bucketVersioning:BucketVersioning", "history"],
    ["update", "aws:s3/bucketVersioning:BucketVersioning", "history"],
    ["update", "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "history"],
    ["replace", "aws:s3/bucket:Bucket", "lifecycle"],
    ["create-replacement", "aws:s3/bucket:Bucket", "lifecycle"],
    ["delete", DISTRIBUTION, "lifecycle"],
    ["create", "aws:s3/bucket:Bucket", "lifecycle"],
    ["import", VARIABLE, "lifecycle"],
    ["delete", VARIABLE, "lifecycle"],
    ["update", "aws:s3/bucket:Bucket", "rights"],
    ["update", "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "rights"],
    ["update", "aws:lambda/function:Function", "rights"],
    ["some new word", "aws:s3/bucket:Bucket", "lifecycle"],
  ] as const) {
    it(`is to ${op} ${type}`, () => {
      assert.deepEqual(
        decide([step(op, type)]).reserved.map(({ why }) => why),
        [REASONS[reason].why],
      );
    });
  }

  for (const path of [
    "aliases",
    "defaultCacheBehavior",
    "defaultCacheBehavior.functionAssociations",
    "defaultCacheBehavior.lambdaFunctionAssociations",
    "defaultCacheBehavior.responseHeadersPolicyId",
    "defaultCacheBehavior.viewerProtocolPolicy",
    "loggingConfig.bucket",
    "orderedCacheBehaviors",
    "originGroups",
    "origins",
    "viewerCertificate.acmCertificateArn",
    "webAclId",
  ]) {
    it(`is ${path} of a distribution, also beside what the workflow may change`, () => {
      const { reserved } = decide([step("update", DISTRIBUTION, ["comment", path])]);
      assert.deepEqual(
        reserved.map(({ why, trustRoot }) => ({ why, trustRoot })),
        [{ why: `it decides what visitors get, and from where (${path})`, trustRoot: false }],
      );
    });
  }

  it("is an update of a distribution of which the preview does not say what changes", () => {
    const [reserved] = decide([step("update", DISTRIBUTION)]).reserved;
    assert.equal(reserved?.why, "it decides what visitors get, and from where (the preview does not say what)");
  });

  for (const op of ["same", "update"]) {
    it(`is a changed protection from deletion, under the op ${op}`, () => {
      for (const type of [DISTRIBUTION, "aws:s3/bucket:Bucket"]) {
        const protection = { ...step(op, type, ["comment"]), protection: true };
        const { changes, reserved } = decide([protection]);
        assert.deepEqual(changes, [protection]);
        assert.deepEqual(
          reserved.map(({ why }) => why),
          [REASONS.protection.why],
        );
      }
    });
  }

  it("is whether the bucket is emptied when it is deleted", () => {
    const [reserved] = decide([step("update", "aws:s3/bucket:Bucket", ["forceDestroy"])]).reserved;
    assert.equal(reserved?.why, REASONS.protection.why);
  });

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
      { op: "update", type: "aws:s3/bucket:Bucket", name: "site", changed: [], protection: false },
    ]);
  });

  const changedBy = (detail: object) => stepsOf(JSON.stringify({ steps: [{ op: "update", urn, ...detail }] }))[0];
  const states = (before: object, after: object) => ({ oldState: { inputs: before }, newState: { inputs: after } });

  for (const [title, detail, changed] of [
    ["a value", states({ a: 1, b: 1 }, { a: 2, b: 1 }), ["a"]],
    ["a value that comes and one that goes", states({ a: 1 }, { b: 1 }), ["a", "b"]],
    ["a list as a whole", states({ a: [{ b: 1 }] }, { a: [{ b: 2 }] }), ["a"]],
    ["an object by its members", states({ a: { b: 1, c: { d: 1 } } }, { a: { b: 1, c: { d: 2 } } }), ["a.c"]],
    ["an object that comes as a whole", states({}, { a: { b: 1 } }), ["a"]],
    [
      "what the provider alone sees",
      {
        ...states({ a: { b: "[secret]" }, c: "[secret]" }, { a: { b: "[secret]" }, c: "[secret]" }),
        detailedDiff: { "a.b[0].d": {}, "c[0].e": {} },
      },
      ["a.b", "c"],
    ],
    [
      "the provider's properties where nothing else says any",
      { ...states({ a: 1 }, { a: 1 }), diffReasons: ["a"] },
      ["a"],
    ],
    [
      "what the provider names besides, such as a secret",
      { ...states({ a: { b: 1 }, c: "[secret]" }, { a: { b: 2 }, c: "[secret]" }), diffReasons: ["a", "c"] },
      ["a.b", "c"],
    ],
    ["not what the provider computes", { ...states({ a: 1 }, { a: 2 }), detailedDiff: { a: {}, etag: {} } }, ["a"]],
  ] as const) {
    it(`tells what changes: ${title}`, () => {
      assert.deepEqual(changedBy(detail)?.changed, changed);
    });
  }

  it("tells a changed protection, both ways, and none of what comes or goes", () => {
    const protection = (oldState?: object, newState?: object) => changedBy({ oldState, newState })?.protection;
    assert.deepEqual([protection({}, { protect: true }), protection({ protect: true }, {})], [true, true]);
    assert.deepEqual(
      [protection({ protect: true }, { protect: true }), protection(undefined, { protect: true })],
      [false, false],
    );
  });

  it("decides nothing where the preview failed", () => {
    const failed = { steps: [], diagnostics: [{ severity: "error", message: "repository: got nothing\n" }] };
    assert.throws(() => stepsOf(JSON.stringify(failed)), /^UserError: the preview failed: repository: got nothing$/);
  });

  for (const text of ["", "<html>", "[]", "{}", "null"]) {
    it(`is not ${JSON.stringify(text)}`, () => {
      assert.throws(() => stepsOf(text), /expected what pulumi preview --json prints/);
    });
  }
});

describe("npm run plan -- --json", () => {
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
