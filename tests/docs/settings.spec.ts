// Settings that a page shows are settings that the program takes.
import assert from "node:assert/strict";
import { parse } from "yaml";
import { asText, isRecord } from "../../components/policy/json";
import { SETTINGS } from "../../components/policy/setting-forms";
import { fencesOf, pages, textOf } from "../support/markdown";

interface Shown {
  readonly where: string;
  readonly key: string;
  readonly value: unknown;
}

const forms = new Map(Object.entries(SETTINGS));

/** The settings of a YAML block: below `config`, or at its top where they are shown alone. */
function settingsOf(page: string): Shown[] {
  const blocks = fencesOf(textOf(page)).filter(({ info }) => info === "yaml");
  return blocks.flatMap(({ content, line }) => {
    const document: unknown = parse(content);
    const config = isRecord(document) && isRecord(document.config) ? document.config : document;
    return Object.entries(isRecord(config) ? config : {})
      .filter(([key]) => forms.has(key))
      .map(([key, value]) => ({ where: `${page}:${line}: ${key}`, key, value }));
  });
}

describe("a setting that a page shows", () => {
  const shown = pages()
    .flatMap(settingsOf)
    // A declaration of Pulumi.yaml, with type and default.
    .filter(({ value }) => !(isRecord(value) && typeof value.type === "string"));

  it("is found on more than one page", () => {
    assert.ok(new Set(shown.map(({ where }) => where.split(":")[0])).size > 2);
  });

  for (const { where, key, value } of shown) {
    it(`is one that the program takes: ${where}`, () => {
      assert.notEqual(forms.get(key)?.parse(asText(value)), undefined);
    });
  }
});
