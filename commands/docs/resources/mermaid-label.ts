/** A label of a Mermaid diagram, of several lines, in quotation marks; these and `#` have a meaning in one. */
export function mermaidLabel(lines: readonly string[]): string {
  return `"${lines.map((line) => line.replaceAll("#", "#35;").replaceAll('"', "#quot;")).join("<br>")}"`;
}
