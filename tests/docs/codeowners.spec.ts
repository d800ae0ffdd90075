import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { textOf } from "../support/markdown";
import { projectRoot } from "../../lib/paths";

/** The lines that the file has, as comments still or switched on by an adopter: a path and perhaps its owner. */
const LINES = [...textOf(".github/CODEOWNERS").matchAll(/^(?:# )?(\*|\/\S+)(?: (@\S+))?$/gm)].map(
  ([, path = "", owner]) => ({ path, owner }),
);

describe("CODEOWNERS", () => {
  it("asks owners for everything but what has no credentials: whatever is added runs beside some", () => {
    const [all, ...open] = LINES;
    assert.deepEqual([all?.path, all?.owner !== undefined], ["*", true]);
    const unowned = open.filter(({ owner }) => owner === undefined).map(({ path }) => path);
    assert.deepEqual(unowned, ["/site/", "/docs/"]);
    for (const path of unowned) assert.ok(existsSync(join(projectRoot, path)), path);
  });
});
