import { dirname, join } from "node:path";

/** The repository's root: Pulumi.yaml, the stack files and index.ts are here. */
export const projectRoot = dirname(__dirname);

/** Where `npm run offline` keeps everything between two runs, unless --state says otherwise. */
export const offlineState = join(projectRoot, ".offline");

/** An `npm run offline` as the user types it for this state folder. */
export function offlineCommand(words: string, state: string): string {
  const folder = /^[\w./-]+$/.test(state) ? state : JSON.stringify(state);
  return `npm run offline -- ${words}${state === offlineState ? "" : ` --state ${folder}`}`;
}
