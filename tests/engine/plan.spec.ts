import assert from "node:assert/strict";

import { decide } from "../../commands/plan/decision";
import { stepsOf } from "../../commands/plan/digest";
import { describeOnEngine, editState, inSession, withDev } from "../support/engine";

/** What the workflow would decide of dev, with these settings, on a copy of a stack that is up. */
async function decision(config: readonly string[], change: (state: string) => void = () => undefined) {
  const state = await withDev();
  change(state);
  const preview = await inSession(state, { stack: "dev", config }, (session) => session.on("dev").previewAsJson());
  const { changes, reserved } = decide(stepsOf(preview));
  return {
    changes: changes.map(({ op, name }) => `${op} ${name}`).sort(),
    reserved: reserved.map(({ name }) => name).sort(),
  };
}

describeOnEngine("a plan", () => {
  it("without changes holds none", async () => {
    assert.deepEqual(await decision([]), { changes: [], reserved: [] });
  });

  it("with another branch is stopped: every role of the branch and the environment would change", async () => {
    const { reserved } = await decision(["branch=release"]);
    assert.deepEqual(reserved, ["environment", "infrastructure", "publish"]);
  });

  it("with a new reviewer is stopped", async () => {
    assert.deepEqual(await decision(["reviewers=[team:9]"]), {
      changes: ["update environment"],
      reserved: ["environment"],
    });
  });

  it("with another region, which replaces the bucket, is stopped", async () => {
    const { reserved } = await decision(["aws:region=eu-west-1"]);
    assert.ok(reserved.includes("site"));
  });

  it("with another comment and a new variable goes on", async () => {
    const { changes, reserved } = await decision([], (state) => {
      editState(state, (resources) => {
        for (const { inputs, outputs } of resources.filter(({ type }) => type.endsWith(":Distribution"))) {
          Object.assign(inputs, { comment: "before" });
          Object.assign(outputs, { comment: "before" });
        }
        return resources.filter(({ urn }) => !urn.endsWith("ActionsVariable::siteUrl"));
      });
    });
    assert.deepEqual(changes, ["create siteUrl", "update site"]);
    assert.deepEqual(reserved, []);
  });
});
