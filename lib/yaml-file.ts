import { join } from "node:path";
import { type Document, isMap, LineCounter, parseDocument } from "yaml";

import { readText } from "./read-text";
import { messageOf, UserError } from "./user-error";

/** What a YAML file says, which is a mapping. */
export interface YamlFile {
  readonly document: Document;
  readonly values: Readonly<Record<string, unknown>>;
  /** An error about the file: it names file and line. */
  wrong(problem: string, offset?: number): UserError;
}

/** What to say instead of the parser's own words. */
const WORDS: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: "got a key twice; expected it once",
  MULTIPLE_DOCS: "got a second document; expected one",
};

/** @throws {UserError} for a file that cannot be read, or that is not one YAML document with a mapping. */
export function readYamlFile(folder: string, name: string): YamlFile {
  const text = readText(join(folder, name), name);
  const lines = new LineCounter();
  const wrong = (problem: string, offset = 0): UserError =>
    new UserError(`${name}:${lines.linePos(offset).line}: ${problem}`);
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  // UTF-16 that is read as UTF-8 has both of the first.
  const odd = text.search(/[\0\uFFFD]|^\uFEFF|[^\P{Zs} ]/u);
  if (odd >= 0) throw wrong("got a character that no text has; expected plain UTF-8, without a mark before it", odd);
  const [error] = document.errors;
  if (error) {
    const key = error.code === "DUPLICATE_KEY" ? /^.+?(?=:\s)/.exec(text.slice(error.pos[0]))?.[0] : undefined;
    const said = key === undefined ? WORDS[error.code] : `got ${key} a second time; expected it once`;
    throw wrong(said ?? `it is not YAML: ${error.message}`, error.pos[0]);
  }
  const { contents } = document;
  if (contents === null) throw wrong("got no content; expected a mapping");
  if (!isMap(contents)) throw wrong("got a list or a single value; expected a mapping", contents.range[0]);
  return { document, values: valuesOf(document, wrong), wrong };
}

/** Few lines of aliases of aliases would be gigabytes: the parser counts them. */
function valuesOf(document: Document, wrong: YamlFile["wrong"]): YamlFile["values"] {
  try {
    return document.toJS() as YamlFile["values"];
  } catch (error) {
    throw wrong(`got aliases that cannot be followed: ${messageOf(error)}; expected the values themselves`);
  }
}
