import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/program";

/** What a file imports of Pulumi's packages when it runs; types alone are gone by then. */
function pulumiImports(file: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const imports = [...text.matchAll(/^import (?!type )(?:[^;]*? from )?"(@pulumi\/[^"]+)";$/gm)];
  return imports.map(([, name = ""]) => name);
}

describe("the floor of the program's start", () => {
  it("imports what the program imports, and nothing else", () => {
    const components = readdirSync(join(ROOT, "components"), { recursive: true, encoding: "utf8" });
    const sources = [
      "index.ts",
      ...components.filter((file) => file.endsWith(".ts")).map((file) => join("components", file)),
    ];
    const imported = new Set(sources.flatMap(pulumiImports));
    assert.deepEqual(pulumiImports("bench/start/floor.ts"), [...imported].sort());
  });
});
