import assert from "node:assert/strict";
import { rmSync } from "node:fs";

import { variableNames } from "../../components/policy/outputs";
import { ROLE_NAMES } from "../../components/policy/roles";
import { pathsIn } from "../../offline/state-folder";
import { describeOnEngine, held, inSession, withBoth } from "../support/engine";

const VARIABLE = "github:index/actionsVariable:ActionsVariable";
const PROVIDER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
const BUCKET = "aws:s3/bucket:Bucket";

describeOnEngine("a lost state", () => {
  it("is made up for by a second set: variables and OIDC provider are taken over, what serves visitors stays", async () => {
    const state = await withBoth();
    const before = { buckets: held(state, BUCKET), variables: held(state, VARIABLE), providers: held(state, PROVIDER) };
    rmSync(pathsIn(state).backend, { recursive: true });

    for (const stack of ["dev", "prod"]) {
      const config = [`adoptVariables=${JSON.stringify(variableNames(stack, ROLE_NAMES))}`];
      await inSession(state, { stack, config }, async (session) => {
        await session.on(stack).up();
        assert.deepEqual(Object.keys((await session.on(stack).up()).counts), ["same"]);
      });
    }

    const idsOf = (resources: readonly { readonly id: string }[]) => resources.map(({ id }) => id);
    assert.deepEqual(idsOf(held(state, PROVIDER)), idsOf(before.providers));
    assert.deepEqual(idsOf(held(state, VARIABLE)), idsOf(before.variables));
    const buckets = idsOf(held(state, BUCKET));
    assert.equal(buckets.length, 4);
    for (const bucket of idsOf(before.buckets)) assert.ok(buckets.includes(bucket));
    const named = held(state, VARIABLE).find(({ properties }) => properties.variableName === "PROD_SITE_BUCKET");
    const isNew = buckets.filter((bucket) => !idsOf(before.buckets).includes(bucket));
    assert.ok(
      isNew.some((bucket) => bucket === named?.properties.value),
      "the variables name the new bucket",
    );
  });
});
