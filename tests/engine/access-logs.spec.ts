import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";

import { decide } from "../../commands/plan/decision";
import { stepsOf } from "../../commands/plan/digest";
import { type Properties, textOf } from "../../offline/stand-in/properties";
import { pathsIn } from "../../offline/state-folder";
import { callsIn, cloudOf, describeOnEngine, held, inSession, newState, upOfDev, withDev } from "../support/engine";

const BUCKET = "aws:s3/bucket:Bucket";
const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const LOGS = ["Delivery", "DeliveryDestination", "DeliverySource"].map(
  (part) => `aws:cloudwatch/log${part}:Log${part}`,
);
const WEB_ACL = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/site/1234abcd-12ab-34cd-56ef-1234567890ab";

function previewOfDev(state: string, config: readonly string[]): Promise<string> {
  return inSession(state, { stack: "dev", config }, (session) => session.on("dev").previewAsJson());
}

async function reserved(state: string, config: readonly string[]): Promise<string[]> {
  return decide(stepsOf(await previewOfDev(state, config))).reserved.map(({ op, type }) => `${op} ${type}`);
}

interface Planned {
  readonly steps: readonly { readonly op: string; readonly newState?: { type: string; inputs: Properties } }[];
}

/** The distribution as a preview would update it, in place. */
function updatedIn(preview: string): Properties {
  const { steps } = JSON.parse(preview) as Planned;
  const updates = steps.filter(({ op, newState }) => op === "update" && newState?.type === DISTRIBUTION);
  assert.equal(updates.length, 1);
  return updates[0]?.newState?.inputs ?? {};
}

/** The ids of the site's bucket and distribution. */
function siteIds(state: string): string[] {
  return [DISTRIBUTION, BUCKET]
    .flatMap((type) => held(state, type).map(({ id }) => id))
    .filter((id) => !id.includes("-logs-"));
}

function distributionOf(state: string): Properties {
  return held(state, DISTRIBUTION)[0]?.properties ?? {};
}

describeOnEngine("what is chosen of the distribution", () => {
  const choices: readonly (readonly [config: string, administrator: boolean, is: (of: Properties) => unknown])[] = [
    ["priceClass=PriceClass_100", false, ({ priceClass }) => priceClass === "PriceClass_100"],
    [
      "geoRestriction={deny: [NO, DE]}",
      false,
      ({ restrictions }) => JSON.stringify(restrictions).includes('["DE","NO"]'),
    ],
    ["geoRestriction={allow: [GB]}", false, ({ restrictions }) => JSON.stringify(restrictions).includes("whitelist")],
    [`webAclArn=${WEB_ACL}`, true, ({ webAclId }) => webAclId === WEB_ACL],
  ];
  for (const [config, administrator, is] of choices) {
    it(`is changed in place: ${config}`, async () => {
      const preview = await previewOfDev(await withDev(), [config]);
      assert.ok(is(updatedIn(preview)));
      const changed = decide(stepsOf(preview)).reserved.map(({ op, type }) => `${op} ${type}`);
      assert.equal(changed.includes(`update ${DISTRIBUTION}`), administrator);
    });
  }

  it("is changed together and off again, and a second up has nothing to do", async () => {
    const state = await withDev();
    const before = siteIds(state);
    const together = choices.slice(1).filter(([config]) => !config.includes("deny"));
    const domain = "domain={name: www.example.com, redirects: [example.com], zoneId: Z0EXAMPLE}";
    const all = [...together.map(([config]) => config), "priceClass=PriceClass_200", "accessLogs=true", domain];
    assert.ok((await upOfDev(state, all)).includes(`update ${DISTRIBUTION} site`));
    assert.deepEqual(distributionOf(state).aliases, ["example.com", "www.example.com"]);
    for (const [config, , is] of together) assert.ok(is(distributionOf(state)), config);
    assert.deepEqual(await upOfDev(state, all), []);
    const policies = held(state, ROLE_POLICY).map(({ properties }) => textOf(properties, "policy"));
    assert.equal(policies.filter((policy) => policy.includes("wafv2:GetWebACL")).length, 1);
    // A domain goes in two runs, its address records first.
    await upOfDev(state, []);
    await upOfDev(state, []);
    assert.deepEqual(siteIds(state), before);
    assert.equal(distributionOf(state).priceClass, "PriceClass_All");
    assert.ok(!("webAclId" in distributionOf(state)));
    assert.deepEqual(distributionOf(state).aliases ?? [], []);
  });

  it("is refused before anything is made: a web ACL of another account", async () => {
    const state = newState();
    const foreign = WEB_ACL.replace("111122223333", "444455556666");
    await assert.rejects(
      upOfDev(state, [`webAclArn=${foreign}`]),
      /webAclArn: got ".*"; expected a web ACL of the account/,
    );
    assert.deepEqual(callsIn(state), {});
  });
});

describeOnEngine("accessLogs", () => {
  const on = ["accessLogs=true"];

  it("is an administrator's, on and off again; bucket and distribution stay, and the roles read what is there", async () => {
    const state = await withDev();
    const [before, policies] = [siteIds(state), held(state, ROLE_POLICY).map(({ properties }) => properties)];
    const [planned, created] = [await reserved(state, on), await upOfDev(state, on)];
    for (const type of [...LOGS, BUCKET, "aws:s3/bucketPolicy:BucketPolicy"]) {
      assert.ok(planned.includes(`create ${type}`), type);
      assert.ok(created.includes(`create ${type} logs`), type);
    }
    assert.deepEqual(
      created.filter((change) => !change.startsWith("create ")),
      ["drift", "infrastructure", "preview"].map((role) => `update ${ROLE_POLICY} ${role}`),
    );
    assert.deepEqual(await upOfDev(state, on), []);
    assert.deepEqual(siteIds(state), before);

    const cloud = cloudOf(state);
    for (const one of cloud.resources)
      if (one.id.includes("-logs-") && one.type === BUCKET) one.objects = ["AWSLogs/1"];
    writeFileSync(pathsIn(state).cloud, JSON.stringify(cloud));
    const off = await upOfDev(state, []);
    for (const type of [...LOGS, BUCKET]) assert.ok(off.includes(`delete ${type} logs`), type);
    assert.deepEqual(siteIds(state), before);
    assert.deepEqual(
      held(state, ROLE_POLICY).map(({ properties }) => properties),
      policies,
    );
  });

  it("with the site's bucket in another region has its delivery in us-east-1", async () => {
    const state = newState();
    await upOfDev(state, ["aws:region=eu-central-1", ...on]);
    const regions = LOGS.flatMap((type) => held(state, type).map(({ properties }) => properties.region));
    assert.deepEqual(regions, ["us-east-1", "us-east-1", "us-east-1"]);
    const buckets = held(state, BUCKET).map(({ properties }) => properties.region);
    assert.deepEqual(buckets, ["eu-central-1", "eu-central-1"]);
  });

  it("is switched off where the logs were protected only after an up without protection", async () => {
    const state = await withDev();
    await upOfDev(state, ["protect=true", ...on]);
    const calls = callsIn(state);
    const off = inSession(state, { stack: "dev", config: ["protect=true"] }, (session) => session.on("dev").preview());
    await assert.rejects(off, /protect/);
    assert.deepEqual(callsIn(state), calls);

    const before = siteIds(state);
    await upOfDev(state, ["protect=false", ...on]);
    assert.ok((await upOfDev(state, ["protect=true"])).includes(`delete ${BUCKET} logs`));
    assert.deepEqual(siteIds(state), before);
    await assert.rejects(
      inSession(state, { stack: "dev" }, (session) => session.on("dev").previewDestroy()),
      /protect/,
    );
  });
});

describeOnEngine("aws:defaultTags", () => {
  const TAGGED = [
    BUCKET,
    DISTRIBUTION,
    "aws:cloudfront/function:Function",
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    "aws:iam/role:Role",
    ...LOGS,
  ];
  const tags = (team: string) => ["accessLogs=true", `aws:defaultTags={tags: {team: ${team}}}`];

  it("are on all that can have tags, beside a resource's own, without a difference on the second up", async () => {
    const state = await withDev();
    const before = siteIds(state);
    await upOfDev(state, tags("web"));
    const all = cloudOf(state).resources.filter(({ type }) => TAGGED.includes(type));
    assert.deepEqual(new Set(all.map(({ type }) => type)), new Set(TAGGED));
    for (const { type, properties } of all) assert.equal((properties.tags as Properties).team, "web", type);
    const [provider] = held(state, "aws:iam/openIdConnectProvider:OpenIdConnectProvider");
    assert.equal((provider?.properties.tags as Properties)["passwordless:owner"], "passwordless-cicd/dev");
    assert.deepEqual(await upOfDev(state, tags("web")), []);

    const changed = await reserved(state, tags("docs"));
    for (const type of TAGGED) assert.ok(changed.includes(`update ${type}`), type);
    await upOfDev(state, tags("docs"));
    assert.deepEqual(await upOfDev(state, tags("docs")), []);
    assert.deepEqual(siteIds(state), before);
  });
});
