import assert from "node:assert/strict";
import { repositoryFiles, textOf } from "../support/markdown";

describe("commands of the pages that destroy a stack", () => {
  it("refresh first: GitHub's plugin fails to delete what somebody has deleted already", () => {
    const pages = repositoryFiles().filter((file) => /^(README|docs\/[\w-]+)\.md$/.test(file));
    const commands = pages.flatMap((page) => textOf(page).match(/pulumi destroy[^`\n]*--stack/g) ?? []);
    assert.ok(commands.length > 3);
    assert.deepEqual([...new Set(commands)], ["pulumi destroy --refresh --stack"]);
  });
});
