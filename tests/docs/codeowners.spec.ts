import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { textOf } from "../support/markdown";
import { projectRoot } from "../../lib/paths";

/** The paths that the file names, in the lines that are comments still and in those that an adopter has switched on. */
const PATHS = [...textOf(".github/CODEOWNERS").matchAll(/^(?:# )?\/(\S+) @\S+/gm)].map(([, path = ""]) => path);

describe("CODEOWNERS", () => {
  for (const path of PATHS.filter((name) => !/^Pulumi\..+\.yaml$/.test(name))) {
    it(`names what is there: ${path}`, () => {
      assert.ok(existsSync(join(projectRoot, path)));
    });
  }

  it("names all that the sign-off asks code owners for", () => {
    const [, list = ""] = /code owners for (.+?) \(/.exec(textOf("docs/security-model.md")) ?? [];
    const asked = [...list.matchAll(/`([^`]+)`/g)].map(([, path = ""]) => path);
    assert.ok(asked.length > 3, list);
    assert.deepEqual(
      asked.filter((path) => !PATHS.includes(path)),
      [],
    );
  });
});
