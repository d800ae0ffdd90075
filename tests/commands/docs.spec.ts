import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { blockNames, formatted, withBlocks } from "../../commands/docs/blocks";
import { prose, table } from "../../commands/docs/table";
import { WRITERS } from "../../commands/docs/writers";
import { ROLES, ROLE_NAMES } from "../../components/policy/roles";
import { outputNames } from "../../components/policy/outputs";
import { SETTINGS } from "../../components/policy/setting-forms";
import { UserError } from "../../lib/user-error";
import { ROOT } from "../support/program";

/** The pages with generated blocks, and which each must have. Those in ON_ENGINE need an engine: tests/engine/docs.spec.ts. */
const PAGES: Readonly<Record<string, readonly string[]>> = {
  "README.md": ["first-run", "roles"],
  "docs/reference.md": ["resources", "settings", "outputs"],
  "docs/security-model.md": ["claims", "publish-trust", "permissions", "administrator"],
  "docs/roles-of-your-own.md": ["own-placeholders", "own-refusals", "own-ground"],
};

const ON_ENGINE = ["first-run", "resources"];

/** What stands in a block already. */
function standing(page: string, name: string): string {
  const block = new RegExp(`<!-- generated: ${name} -->\\n([\\s\\S]*?)<!-- /generated -->`);
  return block.exec(page)?.[1]?.trim() ?? "";
}

describe("npm run docs", () => {
  for (const [page, names] of Object.entries(PAGES)) {
    const path = join(ROOT, page);

    it(`has left in ${page} what the program says`, async () => {
      const text = readFileSync(path, "utf8");
      assert.deepEqual(blockNames(text), names);
      const others = Object.fromEntries(ON_ENGINE.map((name) => [name, () => standing(text, name)]));
      const written = await formatted(await withBlocks(text, { ...WRITERS, ...others }), path);
      assert.equal(written, text, "npm run docs writes it");
    });
  }

  it("writes in no page a block that no test looks at", () => {
    const used = Object.values(PAGES).flat();
    assert.deepEqual(
      Object.keys(WRITERS).filter((name) => !used.includes(name)),
      [],
    );
  });

  it("replaces what stands in a block, and nothing else", async () => {
    const page =
      "a\n<!-- generated: x -->\nold\n<!-- /generated -->\nb $&\n<!-- generated: y -->\n<!-- /generated -->\n";
    assert.equal(
      await withBlocks(page, { x: () => "new $& $1", y: () => Promise.resolve("other") }),
      "a\n<!-- generated: x -->\n\nnew $& $1\n\n<!-- /generated -->\nb $&\n<!-- generated: y -->\n\nother\n\n<!-- /generated -->\n",
    );
  });

  it("refuses a block that nobody writes, and one that does not end", async () => {
    const unknown = "<!-- generated: z -->\n<!-- /generated -->";
    await assert.rejects(
      withBlocks(unknown, { x: () => "" }),
      new UserError('got a generated block "z"; expected one of x'),
    );
    const open = "<!-- generated: x -->\n<!-- generated: x -->\n<!-- /generated -->";
    await assert.rejects(withBlocks(open, { x: () => "" }), new UserError("2 generated blocks begin, 1 end"));
  });

  it("keeps what Markdown would read as its own", () => {
    assert.equal(table(["a"], [["b|c"]]), "| a |\n| --- |\n| b\\|c |");
    assert.equal(prose("team:<id>"), "team:\\<id>");
  });

  it("tells of every setting, output and role", async () => {
    const firstCells = async (name: string) =>
      [...((await WRITERS[name]?.()) ?? "").matchAll(/^\| `(\w+)` \|/gm)].map(([, cell]) => cell);
    assert.deepEqual((await firstCells("settings")).sort(), Object.keys(SETTINGS).sort());
    assert.deepEqual(await firstCells("outputs"), outputNames(ROLE_NAMES));
    const roles = ((await WRITERS.roles?.()) ?? "").matchAll(/^- `(\w+)` /gm);
    assert.deepEqual(
      [...roles].map(([, role]) => role),
      ROLE_NAMES,
    );
  });

  it("shows each role's own job, and of what another may do as well only that", async () => {
    const roles = (await WRITERS.roles?.()) ?? "";
    for (const role of ROLE_NAMES) assert.ok(roles.includes(`\`${ROLES[role].workflow}\``), role);
    assert.match(
      roles,
      /^- `drift` .* It may do what `preview` may; read the records of the hosted zone; read the lists of releases\.$/m,
    );
    assert.match((await WRITERS.permissions?.()) ?? "", /^\*\*drift\*\* .* It may do what `preview` may, and also:$/m);
  });

  it("says in README as many claims as AWS compares for publishing", async () => {
    const claims = (await WRITERS["publish-trust"]?.()) ?? "";
    assert.equal(claims.match(/"token\.actions\.githubusercontent\.com:/g)?.length, 7);
    assert.match(readFileSync(join(ROOT, "README.md"), "utf8"), /compares seven claims/);
  });
});
