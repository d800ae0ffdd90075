import assert from "node:assert/strict";
import { fencesOf, pages, repositoryFiles, textOf } from "../support/markdown";

/** What may stand behind an opening fence. A mark that nobody knows would be a command that nobody runs. */
const MARKS = [
  "diff",
  "js",
  "json",
  "md",
  "mermaid",
  "sh",
  "sh runnable",
  "sh tested",
  "sh tests",
  "sql",
  "text",
  "text output",
  "ts",
  "yaml",
];

const fences = pages().flatMap((page) => fencesOf(textOf(page)).map((fence) => ({ page, ...fence })));

describe("the marks of fenced blocks", () => {
  it("are known ones", () => {
    const unknown = fences.filter(({ info }) => !MARKS.includes(info));
    assert.deepEqual(
      unknown.map(({ page, line, info }) => `${page}:${line} is marked "${info}"`),
      [],
    );
  });

  it("make README begin with what a reader can run", () => {
    const first = fences.find(({ page, info }) => page === "README.md" && info.startsWith("sh"));
    assert.equal(first?.info, "sh runnable");
  });

  it("name the command that runs the tests, which is that of .ci/run, and no other", () => {
    const tests = fences.filter(({ info }) => info === "sh tests").map(({ page, content }) => [page, content]);
    assert.deepEqual(tests, [["README.md", "npm test\n"]]);
    assert.match(textOf(".ci/run"), /^[^#\n]*\bcheck npm test$/m);
  });

  it("call a block tested only where a spec takes it from its page", () => {
    const specs = repositoryFiles().filter((file) => file.endsWith(".spec.ts") && !__filename.endsWith(file));
    const texts = specs.map(textOf).filter((text) => text.includes("sh tested"));
    for (const { page, line, info } of fences) {
      if (info === "sh tested")
        assert.ok(
          texts.some((text) => text.includes(page)),
          `${page}:${line}`,
        );
    }
  });
});
