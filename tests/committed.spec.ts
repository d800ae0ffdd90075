import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { committedSettings, committedStacks } from "./support/committed";

describe("the committed settings", () => {
  for (const stack of committedStacks()) {
    it(`of ${stack} are what the program takes`, () => {
      assert.doesNotThrow(() => committedSettings(stack));
    });
  }

  it("are for their owner to change: no test takes this repository for the example", () => {
    const tests = readdirSync(__dirname, { recursive: true, encoding: "utf8" }).filter(
      (file) => file.endsWith(".ts") && !file.startsWith("support") && join(__dirname, file) !== __filename,
    );
    const found = tests.filter((file) => takesRepository(readFileSync(join(__dirname, file), "utf8")));
    assert.deepEqual(found, []);
  });
});

/** Whether a test does more with the repository's folder than to read or run a source in it that reads no settings. */
function takesRepository(test: string): boolean {
  const rest = test
    .replaceAll(/^import [^;]*;|^(?:export )?const ROOT = .*/gm, "")
    .replaceAll(/\bjoin\((?:ROOT|projectRoot), (?:"(?!Pulumi|commands|offline\/\w+\.ts)|\w)/g, "");
  return /\b(?:ROOT|projectRoot|withSession)\b|process\.cwd\(|\b__dirname\b[^;]*Pulumi/.test(rest);
}
