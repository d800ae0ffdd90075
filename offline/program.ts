import { sep } from "node:path";
import type { PulumiFn } from "@pulumi/pulumi/automation";

/** Folders next to the program that are not part of it. */
const notProgram = ["node_modules", "lib", "engine", "offline", "tests"];

/**
 * The program in a file, as the Automation API wants it.
 *
 * Each run loads the file and its imports again: a module runs once per process, so a second operation would
 * otherwise see a program that declares nothing, and delete everything.
 */
export function programIn(folder: string, file: string): PulumiFn {
  return async () => {
    for (const path of Object.keys(require.cache)) {
      const [top = ""] = path.startsWith(folder + sep) ? path.slice(folder.length + 1).split(sep) : ["node_modules"];
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the documented way to empty the cache
      if (!notProgram.includes(top)) delete require.cache[path];
    }
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() would not see the emptied cache
    const exported = require(file) as unknown;
    try {
      return (typeof exported === "function" ? await (exported as PulumiFn)() : exported) as Awaited<
        ReturnType<PulumiFn>
      >;
    } catch (error) {
      throw withoutGrpcCode(error);
    }
  };
}

/**
 * The Automation API takes a program that ends with gRPC's UNAVAILABLE or CANCELLED for one that ended well: the engine
 * would delete whatever the program had not declared by then.
 */
function withoutGrpcCode(error: unknown): unknown {
  if (!(error instanceof Error) || typeof (error as { code?: unknown }).code !== "number") return error;
  return new Error(`The program lost the engine: ${error.message}`, { cause: error });
}
