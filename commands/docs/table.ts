/** A Markdown table. `|` has a meaning in one. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A value as code. */
export function code(value: string): string {
  return `\`${value}\``;
}

/** A sentence as Markdown: `<` would begin a tag. */
export function prose(sentence: string): string {
  return sentence.replaceAll("<", "\\<");
}
