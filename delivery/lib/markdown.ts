// Text of other programs in comments and issues: shown as it is, never read as Markdown.

/** The most characters that GitHub takes for a comment or an issue. */
export const LONGEST = 65_536;

/** The beginning of a text, at most so many characters long. */
export function beginning(text: string, length: number): string {
  // Never half a character.
  return text.length <= length ? text : text.slice(0, Math.max(0, length)).replace(/[\uD800-\uDBFF]$/, "");
}

/** A few words as code in a line. */
export function code(words: string): string {
  return `\`${beginning(words.replaceAll(/[`\s]+/g, " "), 300)}\``;
}

/** A text as a block, whatever fences it holds itself. */
function block(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

/**
 * A text as a block, with a note if it had to be cut.
 *
 * @param room - The most characters of both.
 * @param whereTheRestIs - For example "in the log of the run".
 */
export function fittingBlock(text: string, room: number, whereTheRestIs: string): string {
  if (block(text).length <= room) return block(text);
  const word = `\n\n**Cut here: the whole text is ${whereTheRestIs}.**`;
  // A text that is mostly backticks has long fences.
  for (let length = room - word.length - 100; ; length -= 1_000) {
    const fitting = block(beginning(text, length)) + word;
    if (fitting.length <= room || length <= 0) return fitting;
  }
}
