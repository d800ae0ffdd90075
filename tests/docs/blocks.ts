import { fencesOf } from "../support/markdown";

/** Commands of a page that a reader can run as they stand. */
export interface Block {
  readonly line: number;
  readonly script: string;
  /** What the page shows of their output. */
  readonly shown?: string;
}

/**
 * The blocks of a page that are marked `sh runnable`, each with the block marked `text output` that follows it, if one
 * does before any other fence.
 *
 * @throws Error for output that follows no runnable block.
 */
export function runnableBlocks(markdown: string): Block[] {
  const fences = fencesOf(markdown);
  const isRunnable = (index: number): boolean => fences[index]?.info === "sh runnable";
  const stray = fences.find(({ info }, index) => info === "text output" && !isRunnable(index - 1));
  if (stray !== undefined) throw new Error(`line ${stray.line}: output of no runnable block`);
  return fences.flatMap(({ content, line }, index) => {
    const next = fences[index + 1];
    const shown = next?.info === "text output" ? next.content : undefined;
    return isRunnable(index) ? [{ line, script: content, shown }] : [];
  });
}
