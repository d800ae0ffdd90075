import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { decide } from "../../commands/plan/decision";
import { stepsOf } from "../../commands/plan/digest";
import { type Properties, textOf } from "../../offline/stand-in/properties";
import { pathsIn } from "../../offline/state-folder";
import {
  callsIn,
  cloudOf,
  describeOnEngine,
  held,
  inSession,
  newState,
  upOfDev,
  withDev,
  worldFile,
} from "../support/engine";

const FUNCTION = "aws:cloudfront/function:Function";
const POLICY = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy";
const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const MANAGED = "67f7725c-6f97-4210-82d7-5512b31e9d03";

/** The code of the one function, and the headers of the one policy. */
function served(state: string): { readonly code: string; readonly headers: string } {
  const [edge] = held(state, FUNCTION);
  const [policy] = held(state, POLICY);
  return { code: textOf(edge?.properties ?? {}, "code"), headers: JSON.stringify(policy?.properties) };
}

function ids(state: string): string[] {
  return [DISTRIBUTION, "aws:s3/bucket:Bucket", FUNCTION].flatMap((type) => held(state, type).map(({ id }) => id));
}

describeOnEngine("addresses, redirects and headers", () => {
  const [edge, policy] = [`update ${FUNCTION} site`, `update ${POLICY} site`];
  const both = [edge, policy];
  const inPlace: readonly (readonly [config: string, changed: string, says: string])[] = [
    ["routing=app", edge, '"routing":"app"'],
    ["routing=files", edge, '"routing":"files"'],
    ["routing=html", edge, '"routing":"html"'],
    ['redirects={/old: /new, "/docs/*": "/guide/*"}', edge, '["/docs/","/guide/"]'],
    ["headers={contentSecurityPolicy: \"default-src 'self'\"}", policy, "default-src"],
    ["headers={custom: {x-robots-tag: noindex}}", policy, "noindex"],
  ];
  for (const [config, changed, says] of inPlace) {
    it(`change function or policy in place, which the workflow may apply: ${config}`, async () => {
      const planned = await inSession(await withDev(), { stack: "dev", config: [config] }, (session) =>
        session.on("dev").previewAsJson(),
      );
      const { changes, reserved } = decide(stepsOf(planned));
      assert.deepEqual([changes.map(({ op, type, name }) => `${op} ${type} ${name}`), reserved], [[changed], []]);
      assert.ok(planned.includes(JSON.stringify(says).slice(1, -1)));
    });
  }

  it("are changed together, and off again", async () => {
    const state = await withDev();
    const [before, first] = [ids(state), served(state)];
    for (const together of [/app|redirects|Policy/, /html|custom/]) {
      const chosen = inPlace.filter(([config]) => together.test(config));
      const config = chosen.map(([one]) => one);
      assert.deepEqual(await upOfDev(state, config), both, config.join());
      for (const [, , says] of chosen) assert.ok(Object.values(served(state)).join().includes(says), says);
    }
    assert.deepEqual(await upOfDev(state, []), both);
    assert.deepEqual(await upOfDev(state, []), []);
    assert.deepEqual([ids(state), served(state).code], [before, first.code]);
  });

  it("tell the function and the policy the same of HTTPS", async () => {
    const state = await withDev();
    const changed = await upOfDev(state, ["headers={strictTransportSecurity: includeSubDomains}"]);
    assert.deepEqual(changed, both);
    assert.ok(served(state).code.includes("includeSubDomains"));
    assert.ok(served(state).headers.includes('"includeSubdomains":true'));
  });

  it("take a shared headers policy, and give it up again: bucket, distribution and function stay", async () => {
    const state = await withDev();
    const before = ids(state);
    const shared = [`headers={policyId: ${MANAGED}}`];
    const planned = await inSession(state, { stack: "dev", config: shared }, (session) =>
      session.on("dev").previewAsJson(),
    );
    assert.ok(decide(stepsOf(planned)).reserved.some(({ op, type }) => op === "delete" && type === POLICY));
    const roles = ["drift", "infrastructure", "preview"].map((role) => `update ${ROLE_POLICY} ${role}`);
    assert.deepEqual(await upOfDev(state, shared), [`delete ${POLICY} site`, `update ${DISTRIBUTION} site`, ...roles]);
    assert.deepEqual(held(state, POLICY), []);
    const written = held(state, ROLE_POLICY).map(({ properties }) => textOf(properties, "policy"));
    assert.equal(written.length, 4);
    for (const policy of written) assert.doesNotMatch(policy, /ResponseHeadersPolicy|response-headers-policy/);
    assert.deepEqual(await upOfDev(state, []), [`create ${POLICY} site`, `update ${DISTRIBUTION} site`, ...roles]);
    assert.deepEqual(ids(state), before);
  });

  it("come to a stack that was up before there was any, without a replacement", async () => {
    const state = await withDev();
    const before = ids(state).filter((id) => !held(state, FUNCTION).some((edge) => edge.id === id));
    takeBack(state);
    const changed = await upOfDev(state, []);
    assert.deepEqual(
      changed.filter((change) => /^(?:delete|replace)/.test(change)),
      [],
    );
    for (const change of [`create ${FUNCTION} site`, `create ${POLICY} site`, `update ${DISTRIBUTION} site`]) {
      assert.ok(changed.includes(change), change);
    }
    assert.ok(before.every((id) => ids(state).includes(id)));
  });

  for (const [title, config, message] of [
    ["a token in the file", "github:token=x", /github:token: is not a key that a stack may set/],
    ["a region of GovCloud", "aws:region=us-gov-west-1", /aws:region: got "us-gov-west-1"; expected a region of AWS/],
    ["a region of China", "aws:region=cn-north-1", /aws:region: got "cn-north-1"; expected a region of AWS/],
    [
      "a circle",
      "redirects={/a: /b, /b: /a}",
      /redirects\["\/a"\]: got "\/b"; expected an address whose redirects end: in no circle/,
    ],
    [
      "too many redirects",
      `redirects={${Array.from({ length: 300 }, (_, index) => `/old/page-${index}: /new/page-${index}`).join(", ")}}`,
      /redirects: got 300 redirects, .*the first \d+ fit/,
    ],
  ] as const) {
    it(`are refused before anything is made: ${title}`, async () => {
      const state = newState();
      await assert.rejects(upOfDev(state, [config]), message);
      assert.deepEqual(callsIn(state), {});
    });
  }

  it("stop at the account's 21st headers policy, which a shared one does without", async () => {
    const world = worldFile(({ aws, github }) => ({ aws: { ...aws, headersPolicies: 20 }, github }));
    const first = (config: readonly string[]) => {
      const state = newState();
      return inSession(state, { stack: "dev", world, config }, (session) => session.on("dev").up());
    };
    await assert.rejects(first([]), /TooManyResponseHeadersPolicies/);
    await first([`headers={policyId: ${MANAGED}}`]);
  });
});

interface Checkpoint {
  readonly checkpoint: { readonly latest: { resources: { type: string; inputs: Properties; outputs: Properties }[] } };
}

/** Turns a stack that is up into one from before the function and the policy. */
function takeBack(state: string): void {
  const isNew = ({ type }: { type: string }): boolean =>
    [FUNCTION, POLICY].includes(type) || /:(?:EdgeFunction|SecurityHeaders)$/.test(type);
  const older = ({ defaultCacheBehavior, ...rest }: Properties): Properties => {
    const { functionAssociations, ...behavior } = defaultCacheBehavior as Record<string, string>;
    assert.ok(functionAssociations);
    return { ...rest, defaultCacheBehavior: { ...behavior, responseHeadersPolicyId: MANAGED } };
  };
  const file = join(pathsIn(state).backend, ".pulumi/stacks/passwordless-cicd/dev.json");
  const stored = JSON.parse(readFileSync(file, "utf8")) as Checkpoint;
  const { latest } = stored.checkpoint;
  latest.resources = latest.resources.filter((resource) => !isNew(resource));
  for (const resource of latest.resources) {
    const { propertyDependencies } = resource as { propertyDependencies?: Record<string, string[]> };
    const lists = [
      (resource as { dependencies?: string[] }).dependencies,
      ...Object.values(propertyDependencies ?? {}),
    ];
    for (const list of lists)
      list?.splice(0, list.length, ...list.filter((urn) => !/:(?:Function|ResponseHeadersPolicy)::/.test(urn)));
    if (resource.type === DISTRIBUTION)
      Object.assign(resource, { inputs: older(resource.inputs), outputs: older(resource.outputs) });
  }
  writeFileSync(file, JSON.stringify(stored));
  const cloud = cloudOf(state);
  cloud.resources = cloud.resources.filter((resource) => !isNew(resource));
  for (const one of cloud.resources) if (one.type === DISTRIBUTION) one.properties = older(one.properties);
  writeFileSync(pathsIn(state).cloud, JSON.stringify(cloud));
}
