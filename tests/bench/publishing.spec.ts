import assert from "node:assert/strict";
import { publishing } from "../../bench/publishing";

describe("the benchmark of publishing", () => {
  it("publishes by each way that is here, and counts what each asked", async () => {
    const lines: string[] = [];
    const say = (line: string): void => void lines.push(line);
    const { text, targets } = await publishing.run({ quick: true, say, signal: new AbortController().signal });
    const rows = [...text.matchAll(/^\| (.*) \|$/gm)].map(([, row = ""]) => row.split(" | "));
    const row = (name: string): string[] => rows.find(([first]) => first === name) ?? [];
    const calls = (name: string): number[] => [2, 4, 6].map((column) => Number(row(name)[column]));
    // The list, and the files that are not there yet or differ.
    assert.deepEqual(calls("the limit"), [11, 1, 2]);
    for (const name of ["this project", "this project, with its probe"]) {
      for (const [index, count] of calls(name).entries()) {
        assert.ok(
          count > (calls("the limit")[index] ?? 0) && count < (calls("the limit")[index] ?? 0) + 10,
          `${name}: ${count}`,
        );
      }
      for (const column of [1, 3, 5]) assert.match(row(name)[column] ?? "", /^[\d.]+ s$/);
    }
    for (const program of ["aws", "rclone"]) assert.match(text, new RegExp(`${program}.* (is not here|\\d+\\.\\d+)`));
    assert.deepEqual(targets.find(({ what }) => what === "10 files: calls more than the limit's")?.met, true);
    assert.ok(lines.every((line) => line.startsWith("  10 files, ")));
  }).timeout(180_000);
});
