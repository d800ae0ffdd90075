import assert from "node:assert/strict";

import { REASONS } from "../../commands/plan/administrator";
import { decide } from "../../commands/plan/decision";
import { stepsOf } from "../../commands/plan/digest";
import { type Properties, textOf } from "../../offline/stand-in/properties";
import { describeOnEngine, editState, inSession, withDev } from "../support/engine";

/** What the workflow would decide for dev, with these settings, on a copy of a stack that is up. */
async function decision(config: readonly string[], change: (state: string) => void = () => undefined) {
  const state = await withDev();
  change(state);
  const preview = await inSession(state, { stack: "dev", config }, (session) => session.on("dev").previewAsJson());
  const { changes, reserved } = decide(stepsOf(preview));
  return {
    changes: changes.map(({ op, name }) => `${op} ${name}`).sort(),
    reserved: reserved.map(({ name }) => name).sort(),
    whys: reserved.map(({ why }) => why).sort(),
  };
}

const DISTRIBUTION = ":Distribution";

/** Makes the engine believe that the last up left these properties on the resources of a type. */
function left(state: string, type: string, properties: (current: Properties) => object): void {
  editState(state, (resources) => {
    const found = resources.filter((resource) => resource.type.endsWith(type));
    assert.equal(found.length, 1);
    for (const { inputs, outputs } of found) {
      Object.assign(outputs, properties(inputs as Properties));
      Object.assign(inputs, properties(inputs as Properties));
    }
    return resources;
  });
}

describeOnEngine("a plan", () => {
  it("without changes holds none", async () => {
    assert.deepEqual(await decision([]), { changes: [], reserved: [], whys: [] });
  });

  it("with another branch is stopped: every role of the branch and the environment would change", async () => {
    const { reserved } = await decision(["branch=release"]);
    assert.deepEqual(reserved, ["environment", "infrastructure", "publish"]);
  });

  it("is stopped where an earlier replacement has left something to delete", async () => {
    for (const [type, name] of [
      [":Role", "publish"],
      [":ActionsVariable", "siteUrl"],
    ] as const) {
      const { reserved } = await decision([], (state) => {
        editState(state, (resources) => {
          const found = resources.filter(({ type: its, urn }) => its.endsWith(type) && urn.endsWith(`::${name}`));
          assert.equal(found.length, 1);
          return [...resources, ...found.map((resource) => ({ ...resource, delete: true }))];
        });
      });
      assert.deepEqual(reserved, [name]);
    }
  });

  it("with a new reviewer is stopped", async () => {
    assert.deepEqual(await decision(["reviewers=[team:9]"]), {
      changes: ["update environment"],
      reserved: ["environment"],
      whys: [REASONS.trustRoot.why],
    });
  });

  it("with another region, which replaces the bucket, is stopped", async () => {
    const { reserved } = await decision(["aws:region=eu-west-1"]);
    assert.ok(reserved.includes("site"));
  });

  it("with another comment and a new variable goes on", async () => {
    const { changes, reserved } = await decision([], (state) => {
      left(state, DISTRIBUTION, () => ({ comment: "before" }));
      editState(state, (resources) => resources.filter(({ urn }) => !urn.endsWith("ActionsVariable::siteUrl")));
    });
    assert.deepEqual(changes, ["create siteUrl", "update site"]);
    assert.deepEqual(reserved, []);
  });

  it("with another bucket policy, here one that let a foreign account write, is stopped", async () => {
    const { changes, whys } = await decision([], (state) => {
      left(state, ":BucketPolicy", (current) => {
        const document = JSON.parse(textOf(current, "policy")) as { Statement: object[] };
        document.Statement.push({ Effect: "Allow", Principal: { AWS: "444455556666" }, Action: "s3:PutObject" });
        return { policy: JSON.stringify(document) };
      });
    });
    assert.deepEqual(changes, ["update site"]);
    assert.deepEqual(whys, [REASONS.bucketPolicy.why]);
  });

  const elsewhere: readonly (readonly [path: string, properties: (current: Properties) => object])[] = [
    ["aliases", () => ({ aliases: ["www.example.com"] })],
    [
      "origins",
      ({ origins }) => ({ origins: (origins as object[]).map((one) => ({ ...one, domainName: "b.example" })) }),
    ],
    [
      "viewerCertificate",
      () => ({ viewerCertificate: { acmCertificateArn: "arn:aws:acm:x", sslSupportMethod: "sni-only" } }),
    ],
    ["webAclId", () => ({ webAclId: "arn:aws:wafv2:x" })],
    [
      "functionAssociations",
      ({ defaultCacheBehavior: all }) => ({ defaultCacheBehavior: { ...(all as object), functionAssociations: [] } }),
    ],
    [
      "responseHeadersPolicyId",
      ({ defaultCacheBehavior: all }) => ({
        defaultCacheBehavior: { ...(all as object), responseHeadersPolicyId: "x" },
      }),
    ],
  ];
  for (const [path, properties] of elsewhere) {
    it(`with other ${path} of the distribution is stopped`, async () => {
      const { changes, whys } = await decision([], (state) => {
        left(state, DISTRIBUTION, properties);
      });
      assert.deepEqual(changes, ["update site"]);
      assert.equal(whys.length, 1);
      assert.ok(whys[0]?.startsWith(REASONS.distribution.why) && whys[0].includes(path), whys[0]);
    });
  }

  it("with protect switched is stopped, for all that it protects", async () => {
    const { changes, whys } = await decision(["protect=true"]);
    assert.deepEqual(changes, ["same github", "update site", "same site"].sort());
    assert.deepEqual(whys, [REASONS.protection.why, REASONS.protection.why, REASONS.trustRoot.why].sort());
  });
});
