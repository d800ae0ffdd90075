// Text of other programs in comments and issues: shown as it is, never read as Markdown.

/** The most characters that GitHub takes for a comment or an issue. */
export const LONGEST = 65_536;

/** The beginning of a text, at most so many characters long, and whether that is all of it. */
export function beginning(text: string, length: number): { readonly text: string; readonly whole: boolean } {
  if (text.length <= length) return { text, whole: true };
  // Never half a character.
  return { text: text.slice(0, Math.max(0, length)).replace(/[\uD800-\uDBFF]$/, ""), whole: false };
}

/** A few words as code in a line. */
export function code(words: string): string {
  return `\`${beginning(words.replaceAll(/[`\s]+/g, " "), 300).text}\``;
}

/** A text as a block, whatever fences it holds itself. */
export function block(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

/**
 * A text as a block within GitHub's limit, with a note if it had to be cut.
 *
 * @param taken - The characters that the rest of the comment needs.
 * @param whereTheRestIs - For example "in the log of the run".
 */
export function fittingBlock(text: string, taken: number, whereTheRestIs: string): string {
  const word = `\n\n**Cut here: the whole text is ${whereTheRestIs}.**`;
  if (taken + block(text).length <= LONGEST) return block(text);
  let length = LONGEST - taken - word.length - 100;
  let fitting = block(beginning(text, length).text);
  // A text that is mostly backticks has long fences.
  while (taken + fitting.length + word.length > LONGEST && length > 0) {
    length -= 1_000;
    fitting = block(beginning(text, length).text);
  }
  return fitting + word;
}
