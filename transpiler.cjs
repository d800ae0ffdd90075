// What tsconfig.json has ts-node transpile with: TypeScript itself, which does each file once. Without this it does all
// files of the program at each start, and that takes longer than everything else that the program does.
//
// Plain JavaScript, since nothing transpiles it.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { basename, dirname, join } = require("node:path");
const process = require("node:process");
const ts = require("typescript");

/** In node_modules: anyone who could write here could write the packages, and npm ci deletes it. */
const FOLDER = join(dirname(require.resolve("typescript/package.json")), "../.cache/transpiled");

const NO_PATHS = { configFilePath: undefined, rootDir: undefined, outDir: undefined };

/**
 * The transpiler, as ts-node wants it. What it has transpiled lies in a folder, by what it was made from: the text, the
 * file's name, the compiler's options and its version.
 *
 * @param {{ service: { config: { options: ts.CompilerOptions } }, folder?: string }} settings
 */
exports.create = ({ service, folder = FOLDER }) => {
  // Without the paths: a copy of the program elsewhere is the same program.
  const compilerOptions = { ...service.config.options, ...NO_PATHS };
  const setting = JSON.stringify([ts.version, compilerOptions]);

  const transpile = (code, { fileName }) => {
    const name = basename(fileName);
    const key = createHash("sha256")
      .update(JSON.stringify([setting, name, code]))
      .digest("hex");
    const file = join(folder, `${key}.json`);
    const known = read(file);
    if (known !== undefined) return known;
    const { outputText, sourceMapText, diagnostics } = ts.transpileModule(code, {
      fileName: name,
      compilerOptions,
      reportDiagnostics: true,
    });
    if (diagnostics.length === 0) keep(file, { outputText, sourceMapText });
    return { outputText, sourceMapText, diagnostics };
  };
  return { transpile };
};

function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** Where nothing can be written, all works as before, only slower. */
function keep(file, transpiled) {
  try {
    mkdirSync(dirname(file), { recursive: true });
    // Two processes may do the same file at the same time.
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(transpiled));
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // Nothing is kept.
  }
}
