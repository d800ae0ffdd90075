import assert from "node:assert/strict";

import { stackSettings } from "../../../components/policy/stack-settings";
import { settingsOf } from "../../support/program";

const read = (config: Record<string, unknown>) =>
  stackSettings("my-site", { stack: "dev", config: { "my-site:repository": "acme/site", ...config } });

const given = Object.fromEntries(Object.entries(settingsOf()).map(([key, value]) => [`my-site:${key}`, value]));

describe("the settings of a stack", () => {
  it("are those of the project's own namespace, as text or as YAML has them", () => {
    const settings = read({ ...given, "my-site:reviewers": ["octocat"], "my-site:sessionMinutes": 60 });
    assert.deepEqual([settings.reviewers, settings.sessionMinutes], [[{ user: "octocat" }], 60]);
  });

  it("are none of a namespace that ends like the project's", () => {
    assert.throws(() => read({ ...given, "not-my-site:branch": "x" }), /not-my-site:branch: is not a key/);
  });

  it("are not encrypted, not even in a list", () => {
    assert.throws(
      () => read({ ...given, "my-site:reviewers": [{ secure: "x" }] }),
      /reviewers: got an encrypted value/,
    );
  });
});
