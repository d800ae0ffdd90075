/**
 * The first line of what a page shows that a command did not print; undefined where it printed all of it.
 *
 * The lines have to follow each other in the output, anywhere in it. `...` alone on a line stands for any lines, `…` for
 * any characters of one.
 */
export function firstMissing(shown: string, output: string): string | undefined {
  const printed = `\n${output.replace(/[ \t\r]+$/gm, "")}\n`;
  const lines = shown.trimEnd().split("\n");
  return lines.find((_, index) => !patternOf(lines.slice(0, index + 1)).test(printed));
}

function patternOf(lines: readonly string[]): RegExp {
  const patterns = lines.map((line) => (line.trim() === "..." ? "(?:[^\\n]*\\n)*?" : `${lineOf(line)}\\n`));
  return new RegExp(`\\n${patterns.join("")}`);
}

function lineOf(line: string): string {
  const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return line.trimEnd().split("…").map(literal).join("[^\\n]*");
}
