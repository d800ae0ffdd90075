import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * What Node needs to run a script of delivery/ as Node 24 does by itself: nothing, or a loader that strips the types.
 * For a `node` within a shell step, join them as NODE_OPTIONS.
 */
export const TYPE_STRIPPING: readonly string[] =
  "typescript" in process.features && process.features.typescript !== false
    ? []
    : ["--import", pathToFileURL(join(__dirname, "strip-types.mjs")).href];
