// The lines of a YAML file as far as its structure goes: what runs over several of them is one, and no text within
// quotation marks or a block is ever taken for a key.
import { DeliveryError } from "./actions.ts";

export interface Line {
  /** Counted from 1. */
  readonly number: number;
  /** Spaces before the text. */
  readonly indent: number;
  /** Without comments that have a line of their own. Text in brackets or quotation marks may hold line ends. */
  readonly text: string;
  /** Says in which file, where and why something cannot be read. */
  readonly refuse: (why: string) => DeliveryError;
}

/** A key of a block: quoted, or plain up to the first colon before a space. Keys with tags or anchors do not count. */
const KEY =
  /(?<key>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?:[^\s?:,[\]{}#&*!|>'"%@`-]|[?:-](?=\S))(?:(?! #|:(?: |$)).)*?) *:/;
const ENTRY = new RegExp(`^${KEY.source}(?: +(?<rest>.*))?$`, "s");
const HEAD = new RegExp(`^(?:- +)*(?:${KEY.source}(?: +|$))?(?:[&!]\\S* +)*`);

// YAML 1.1 also ends a line at the three of the second part. White space other than a space is text to YAML.
const STRANGE = /[^\P{Cc}\n\t]|[\u0085\u2028\u2029\uFEFF\uFFFD]|[^\P{Zs} ]/u;

/** The key of a line and what follows it, or undefined if the line is not an entry of a map. */
export function entryOf(line: Line): { key: string; rest: string } | undefined {
  const { key, rest = "" } = ENTRY.exec(line.text)?.groups ?? {};
  if (key === undefined) return undefined;
  return { key: key.startsWith('"') || key.startsWith("'") ? unquoted(key, line) : key, rest };
}

/** The text within quotation marks. */
export function unquoted(text: string, line: Line): string {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  try {
    return String(JSON.parse(text));
  } catch {
    throw line.refuse("has an escape that is read by YAML only; expected the text without escapes");
  }
}

/** The lines of a file that is one document. @throws DeliveryError that names the file and the line. */
export function linesOf(file: string, content: string): Line[] {
  const raw = content.replaceAll("\r\n", "\n").split("\n");
  const strange = raw.findIndex((line) => STRANGE.test(line));
  const refusal = (number: number) => (why: string) => new DeliveryError(`${file}:${number}: ${why}`);
  if (strange >= 0)
    throw refusal(strange + 1)("has a character that no text has; expected plain UTF-8, without a mark before it");
  const lines: Line[] = [];
  // Lines indented more than this belong to a block of text (| or >).
  let block = Infinity;
  let begun = false;
  for (let at = 0; at < raw.length; at++) {
    const [number, refuse] = [at + 1, refusal(at + 1)];
    const whole = raw[at] ?? "";
    let text = whole.trim();
    const indent = whole.trimEnd().length - text.length;
    if (text === "" || text.startsWith("#") || indent > block) continue;
    block = Infinity;
    if (/^(?:---|\.\.\.|%)/.test(text) && indent === 0) {
      if (text === "---" && lines.length === 0 && !begun) {
        begun = true;
        continue;
      }
      throw refuse("begins or ends a document; expected one document");
    }
    if (whole.slice(0, indent).includes("\t")) throw refuse("is indented by a tab; expected spaces");
    const head = HEAD.exec(text);
    const rest = text.slice(head?.[0].length);
    if (/^[|>]/.test(rest)) {
      const dashes = /^(?:- +)*/.exec(text)?.[0].length ?? 0;
      block = head?.groups?.key === undefined ? indent + Math.max(0, dashes - 2) : indent + dashes;
    } else if (/^["'[{]/.test(rest)) {
      for (; !isClosed(text.slice(head?.[0].length)); text += `\n${(raw[at] ?? "").trim()}`) {
        at += 1;
        const next = raw[at];
        if (
          next === undefined ||
          (next.trim() !== "" && !/^[\]}]/.test(next.slice(indent)) && next.search(/\S/) <= indent)
        )
          throw refuse("has a quotation mark or a bracket that is not closed");
      }
    }
    lines.push({ number, indent, text, refuse });
  }
  return lines;
}

/** Whether an opening quotation mark or bracket is also closed. */
function isClosed(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[[\]{}"']/gs)) {
    if (token === '"' || token === "'") return false;
    if ("[{".includes(token)) depth++;
    if ("]}".includes(token)) depth--;
    if (depth === 0) return true;
  }
  return false;
}
