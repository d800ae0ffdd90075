import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { start } from "../../bench/start";
import { describeOnEngine } from "../support/engine";
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

describeOnEngine("the benchmark of the start", () => {
  it("measures each program once where it is to be quick", async () => {
    const lines: string[] = [];
    const say = (line: string): void => void lines.push(line);
    const { text, targets } = await start.run({ quick: true, say, signal: new AbortController().signal });
    const cells = [...text.matchAll(/^\| (.*) \|$/gm)].map(([, row = ""]) => row.split(" | "));
    // Program, resources, start, times the floor, peak memory.
    const [, , floor, ours, first, oneFile, template] = cells;
    assert.deepEqual(floor?.slice(1, 2).concat(floor.slice(3, 4)), ["2", "1.00"]);
    assert.deepEqual([ours?.[1], first?.[1], oneFile?.[1], template?.[1]], ["53", "53", "33", "33"]);
    for (const row of cells.slice(2)) assert.match(row.slice(2).join(" "), /^[\d.]+ s [\d.]+ [\d]{2,4} MB$/);
    assert.deepEqual(
      targets.map(({ what, want }) => [what, want]),
      [["start of the program, times the floor", "at most 1.15"]],
    );
    assert.equal(lines.filter((line) => line.startsWith("  this program:")).length, 2);
  }).timeout(180_000);
});
