import { dirname } from "node:path";

/** The repository's root: Pulumi.yaml, the stack files and index.ts are here. */
export const projectRoot = dirname(__dirname);
