/** The texts of a Mermaid source that its drawing has to show. @throws Error for a kind of diagram that is not known here. */
export function labelsOf(source: string): string[] {
  const [kind = ""] = /^\s*\w+/.exec(source) ?? [];
  const reader = READERS[kind.trim()];
  if (reader === undefined) throw new Error(`expected one of ${Object.keys(READERS).join(", ")}; got ${kind.trim()}`);
  return reader(source).map(shown);
}

const READERS: Readonly<Record<string, ((source: string) => string[]) | undefined>> = {
  flowchart: flowchartLabels,
  sequenceDiagram: sequenceLabels,
};

function flowchartLabels(source: string): string[] {
  const quoted = matches(source, /"([^"]*)"/g);
  return [...quoted, ...matches(source.replace(/"[^"]*"/g, ""), /[[({|>]([^[\](){}|<>\n]+)[\])}|]/g)];
}

function sequenceLabels(source: string): string[] {
  const named = matches(source, /^\s*(?:participant|actor)\s+\w+\s+as\s+(.+)$/gm);
  const said = matches(source, /^[^:]*(?:>>|[x)>]|\bover\b|\bof\b)[^:]*:\s*(.+)$/gm);
  const framed = matches(source, /^\s*(?:alt|else|opt|loop|par|and|critical|option|break)\s+(.+)$/gm);
  return [...named, ...said, ...framed];
}

function matches(source: string, pattern: RegExp): string[] {
  return [...source.matchAll(pattern)].map(([, text = ""]) => text);
}

/** A label as the drawing has it: lines and Mermaid's own entities resolved. */
function shown(label: string): string {
  return label
    .replace(/<br\s*\/?>/g, " ")
    .replace(/#(?:quot|(\d+));/g, (_, code?: string) =>
      code === undefined ? '"' : String.fromCodePoint(Number(code)),
    );
}
