import { stripVTControlCharacters } from "node:util";

/** The sections that may follow "Diagnostics:" in the engine's output. */
const sections = /^(Policies|Outputs|Resources|Duration):?/;
// Colour codes in front of "error: " belong to it.
// eslint-disable-next-line no-control-regex -- ESC is what starts a colour code
const errorInRow = /(\u001b\[[\d;]*m)*error: .*$/;

/** The engine's output without the stack's outputs. */
export function withoutOutputs(text: string): string {
  let inOutputs = false;
  const isShown = (line: string): boolean => {
    const plain = stripVTControlCharacters(line);
    if (sections.test(plain)) inOutputs = plain.startsWith("Outputs");
    return !inOutputs;
  };
  return text.split("\n").filter(isShown).join("\n");
}

/**
 * Passes the engine's live output on, line by line, without its errors: it repeats each up to four times, in rows and
 * in a section at the end, and anyone who reads the events shows it once.
 */
export function progressWithoutErrors(print: (text: string) => void): (chunk: string) => void {
  let rest = "";
  let inDiagnostics = false;
  return (chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const plain = stripVTControlCharacters(line);
      if (plain.startsWith("Diagnostics:")) inDiagnostics = true;
      else if (sections.test(plain)) inDiagnostics = false;
      if (!inDiagnostics) print(`${line.replace(errorInRow, "")}\n`);
    }
  };
}
