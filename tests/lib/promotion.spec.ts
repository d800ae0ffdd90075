import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { promotedFrom } from "../../lib/promotion";
import { temporaryFolder } from "../support/temporary-folder";

describe("what an environment comes after", () => {
  const folder = temporaryFolder();
  const PROD = { repository: { owner: "acme", name: "site" }, environment: "prod", after: "dev" };

  function before(files: Readonly<Record<string, string>>, settings = PROD): readonly string[] {
    writeFileSync(join(folder(), "Pulumi.yaml"), "name: shop\n");
    for (const [stack, lines] of Object.entries(files))
      writeFileSync(join(folder(), `Pulumi.${stack}.yaml`), `config:\n  repository: acme/site\n${lines}`);
    return promotedFrom(folder(), settings);
  }

  it("is its own after, and nothing without one", () => {
    assert.deepEqual(before({ dev: "", prod: "" }), ["dev"]);
    assert.deepEqual(before({}, { ...PROD, after: "" }), []);
  });

  it("is also each environment whose file says before of it, in whatever spelling", () => {
    const files = { qa: "  before: prod\n", x: "  shop:before: prod\n  environment: staging\n", dev: "  before: qa\n" };
    assert.deepEqual(before(files), ["dev", "qa", "staging"]);
    assert.deepEqual(before({ dev: "  before: prod\n" }), ["dev", "qa", "staging"]);
  });

  it("is nothing of another repository, nor of a file that cannot be used", () => {
    const repository = { owner: "Acme", name: "Site" };
    assert.deepEqual(before({ qa: "  before: prod\n" }, { ...PROD, repository }), ["dev", "qa"]);
    assert.deepEqual(before({}, { ...PROD, repository: { owner: "acme", name: "other" } }), ["dev"]);
    assert.deepEqual(before({ qa: "  before: prod\n  before: dev\n" }), ["dev"]);
  });
});
