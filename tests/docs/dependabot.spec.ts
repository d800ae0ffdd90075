import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { satisfies } from "semver";

import { ROOT, yamlFile } from "../support/program";

interface Update {
  readonly "package-ecosystem": string;
  readonly directory?: string;
  readonly directories?: readonly string[];
  readonly ignore?: readonly { readonly "dependency-name": string; readonly versions: readonly string[] }[];
}

const { updates } = yamlFile(".github/dependabot.yml") as { updates: readonly Update[] };
const foldersOf = (ecosystem: string): readonly string[] =>
  updates
    .filter((update) => update["package-ecosystem"] === ecosystem)
    .flatMap(({ directory, directories = [] }) => [...(directory === undefined ? [] : [directory]), ...directories]);

describe(".github/dependabot.yml", () => {
  it("looks at every lockfile, at the engine's module, at the workflows and at what audits them", () => {
    assert.deepEqual(foldersOf("npm"), ["/", "/site"]);
    assert.deepEqual(foldersOf("gomod"), ["/engine"]);
    assert.deepEqual(foldersOf("github-actions"), ["/"]);
    assert.deepEqual(foldersOf("pip"), ["/.ci"]);
    assert.ok(existsSync(join(ROOT, ".ci", "requirements.txt")));
    assert.ok(existsSync(join(ROOT, "package-lock.json")));
    for (const folder of foldersOf("gomod")) assert.ok(existsSync(join(ROOT, folder, "go.sum")), folder);
  });

  it("leaves out only versions that are later than those in use", () => {
    const { dependencies, devDependencies } = yamlFile("package.json") as Record<string, Record<string, string>>;
    const used: Readonly<Record<string, string>> = { ...dependencies, ...devDependencies };
    const ignored = updates.flatMap(({ ignore = [] }) => ignore);
    assert.ok(ignored.length > 0);
    for (const { "dependency-name": name, versions } of ignored) {
      const version = used[name];
      assert.ok(version !== undefined, name);
      for (const range of versions) assert.equal(satisfies(version, range), false, `${name} ${range}`);
    }
  });
});
