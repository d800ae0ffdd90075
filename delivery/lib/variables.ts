/** The repository variable that carries a stack output: `siteBucket` is `PROD_SITE_BUCKET`. */
export function variableName(prefix: string, output: string): string {
  return `${prefix}_${output.replaceAll(/[A-Z]/g, (letter) => `_${letter}`)}`.toUpperCase();
}

/** A value in a line of a report. */
export function excerptOf(value: string): string {
  const shown = JSON.stringify(value);
  return shown.length > 400 ? `${shown.slice(0, 400)}... (${value.length} characters)` : shown;
}
