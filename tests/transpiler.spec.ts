import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { ROOT } from "./support/program";
import { temporaryFolder } from "./support/temporary-folder";

interface Output {
  readonly outputText: string;
  readonly sourceMapText: string;
  readonly diagnostics?: readonly ts.Diagnostic[];
}
interface Transpiler {
  transpile(code: string, file: { fileName: string }): Output;
}

// eslint-disable-next-line @typescript-eslint/no-require-imports -- plain JavaScript without types
const { create } = require("../transpiler.cjs") as { create: (settings: object) => Transpiler };

const OPTIONS: ts.CompilerOptions = { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, sourceMap: true };
const CODE = 'import { a } from "./a";\nexport const b: number = a;\n';

describe("the transpiler that ts-node uses", () => {
  const folder = temporaryFolder();
  const transpile = (code: string, fileName = "/program/b.ts", options = OPTIONS, keptIn = folder()): Output =>
    create({ service: { config: { options } }, folder: keptIn }).transpile(code, { fileName });

  it("makes of a file what TypeScript makes of it", () => {
    const { outputText, sourceMapText } = transpile(CODE);
    const wanted = ts.transpileModule(CODE, { fileName: "b.ts", compilerOptions: OPTIONS });
    assert.deepEqual([outputText, sourceMapText], [wanted.outputText, wanted.sourceMapText]);
    assert.match(outputText, /exports\.b = a_1\.a;/);
  });

  it("does a file once, wherever its folder is", () => {
    const first = transpile(CODE);
    const [kept = "", ...more] = readdirSync(folder());
    assert.deepEqual(more, []);
    writeFileSync(join(folder(), kept), JSON.stringify({ ...first, outputText: "kept" }));
    assert.equal(transpile(CODE, "/elsewhere/b.ts", { ...OPTIONS, rootDir: "/elsewhere" }).outputText, "kept");
  });

  it("does it again where the text, the name or an option is another", () => {
    transpile(CODE);
    transpile(`${CODE}\n`);
    transpile(CODE, "/program/c.ts");
    transpile(CODE, undefined, { ...OPTIONS, target: ts.ScriptTarget.ES2020 });
    assert.equal(readdirSync(folder()).length, 4);
  });

  it("reports a syntax error each time", () => {
    for (let time = 0; time < 2; time += 1) assert.ok(transpile("const = 1;").diagnostics?.length);
    assert.deepEqual(readdirSync(folder()), []);
  });

  it("does a file anew where what was kept is broken, and keeps it whole", () => {
    const { outputText } = transpile(CODE);
    const [kept = ""] = readdirSync(folder());
    writeFileSync(join(folder(), kept), "{");
    assert.equal(transpile(CODE).outputText, outputText);
    assert.equal((JSON.parse(readFileSync(join(folder(), kept), "utf8")) as Output).outputText, outputText);
  });

  it("works where nothing can be kept", () => {
    const taken = join(folder(), "taken");
    mkdirSync(taken);
    writeFileSync(join(taken, "file"), "");
    assert.match(transpile(CODE, undefined, OPTIONS, join(taken, "file")).outputText, /exports\.b/);
  });

  it("has transpiled the program with TypeScript's own meaning of its settings", () => {
    const settings = ts.parseJsonConfigFileContent(
      ts.readConfigFile(join(ROOT, "tsconfig.json"), (file) => ts.sys.readFile(file)).config,
      ts.sys,
      join(ROOT, "."),
    );
    const code = readFileSync(join(ROOT, "index.ts"), "utf8");
    assert.deepEqual(transpile(code, join(ROOT, "index.ts"), settings.options).diagnostics ?? [], []);
  });
});
