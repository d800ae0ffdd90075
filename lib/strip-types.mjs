// Lets a Node that does not strip types by itself run delivery/*.ts as the workflows' Node does: node --import <this>.
// Its output is kept in node_modules/.cache, because the compiler is slow to load.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { register } from "node:module";
import { pid } from "node:process";
import { fileURLToPath, URL } from "node:url";
import { isMainThread } from "node:worker_threads";

// Node loads hooks in their own thread.
if (isMainThread) register(import.meta.url);

const cache = new URL("../node_modules/.cache/delivery/", import.meta.url);

export async function load(url, context, next) {
  if (!url.startsWith("file:") || !new URL(url).pathname.endsWith(".ts")) return next(url, context);
  const text = readFileSync(fileURLToPath(url), "utf8");
  const kept = new URL(`${createHash("sha256").update(text).digest("hex")}.mjs`, cache);
  return { format: "module", shortCircuit: true, source: read(kept) ?? write(kept, await stripped(text)) };
}

async function stripped(text) {
  const { default: typescript } = await import("typescript");
  const { ModuleKind, ScriptTarget } = typescript;
  const compilerOptions = { module: ModuleKind.ESNext, target: ScriptTarget.ESNext, verbatimModuleSyntax: true };
  return typescript.transpileModule(text, { compilerOptions }).outputText;
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function write(file, text) {
  mkdirSync(cache, { recursive: true });
  const whole = new URL(`${file.href}.${pid}`);
  writeFileSync(whole, text);
  renameSync(whole, file);
  return text;
}
