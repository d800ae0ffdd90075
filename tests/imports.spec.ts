// Who imports whom: inner rings know no outer one, nothing goes in a circle, and what is no test knows no test.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import ts from "typescript";
import { repositoryFiles } from "./support/markdown";
import { ROOT } from "./support/program";

interface Import {
  readonly to: string;
  /** Loaded by who asks for it, or a type: not when the importing file is loaded. */
  readonly late: boolean;
}

const files = repositoryFiles().filter((file) => /^(?!site\/).*\.ts$/.test(file));

/** What a file imports of this repository, types included. */
function importsOf(file: string): Import[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(ROOT, file), "utf8"), true, true);
  const types = new Set<string>();
  const source = ts.createSourceFile(file, readFileSync(join(ROOT, file), "utf8"), ts.ScriptTarget.Latest);
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || statement.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword)
      continue;
    types.add((statement.moduleSpecifier as ts.StringLiteral).text);
  }
  const statics = new Set(
    source.statements
      .filter(ts.isImportDeclaration)
      .map(({ moduleSpecifier }) => (moduleSpecifier as ts.StringLiteral).text),
  );
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith("."))
    .map(({ fileName }) => ({
      to: resolved(join(dirname(file), fileName)),
      late: types.has(fileName) || !statics.has(fileName),
    }));
}

function resolved(path: string): string {
  const found = [path, `${path}.ts`, join(path, "index.ts")].find(
    (each) => /\.\w+$/.test(each) && existsSync(join(ROOT, each)),
  );
  assert.ok(found !== undefined, `there is no ${path}`);
  return found;
}

const graph = new Map(files.map((file) => [file, importsOf(file)]));

/** The ring that a file is in: its top folder, or the file itself. */
function ringOf(file: string): string {
  return file.startsWith("components/policy/") ? "components/policy" : (file.split("/")[0] ?? "");
}

/** Which rings each may import, beside itself. */
const INNER: Readonly<Record<string, readonly string[]>> = {
  "components/policy": [],
  components: ["components/policy", "lib"],
  "index.ts": ["components", "components/policy"],
  delivery: [],
  lib: ["components/policy"],
  engine: ["lib"],
  offline: ["components/policy", "engine", "lib"],
  commands: ["components/policy", "engine", "lib"],
  bench: ["commands", "components", "components/policy", "engine", "lib", "offline"],
};

/** Who brings up the pretend cloud because that is what it is for. */
const ON_OFFLINE: readonly string[] = ["commands/docs/resources.ts", "commands/docs/example.ts"];

describe("imports", () => {
  it("are read, types and what is loaded on demand included", () => {
    assert.ok(graph.size > 100);
    assert.deepEqual(
      graph
        .get("commands/offline-stack.ts")
        ?.filter(({ to }) => to.startsWith("offline/"))
        .map(({ late }) => late),
      [true, true, true],
    );
  });

  it("go from outer rings to inner ones", () => {
    const wrong = [...graph].flatMap(([file, imports]) => {
      const ring = ringOf(file);
      const allowed = INNER[ring];
      if (allowed === undefined) return ring === "tests" ? [] : [`${file} is in no ring`];
      return imports
        .filter(({ to, late }) => {
          const other = ringOf(to);
          if (other === ring || allowed.includes(other)) return false;
          return !(other === "offline" && ring === "commands" && (late || ON_OFFLINE.includes(file)));
        })
        .map(({ to }) => `${file} imports ${to}`);
    });
    assert.deepEqual(wrong, []);
  });

  it("go in no circle, those of types included", () => {
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
      if (path.includes(file) || done.has(file)) return;
      for (const { to } of graph.get(file) ?? []) visit(to, [...path, file]);
      done.add(file);
    };
    for (const file of graph.keys()) visit(file, []);
    assert.deepEqual(circles, []);
  });
});
