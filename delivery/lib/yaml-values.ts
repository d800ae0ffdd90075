// Values of a YAML file, in every form that Pulumi writes: blocks at any indentation, lists and maps in brackets, plain
// and quoted text. What readers could read differently is refused.
import { entryOf, type Line, type Refuse, unquoted } from "./yaml-lines.ts";

/** Text stays text: 5 is "5", true is "true". */
export type ConfigValue = string | readonly ConfigValue[] | { readonly [key: string]: ConfigValue };

/** One entry of a map: its value is only read when it is asked for. */
export interface Entry {
  readonly key: string;
  readonly line: number;
  readonly read: () => ConfigValue;
  /** The entries of its value, which must be a map or nothing. */
  readonly entries: () => Entry[];
}

/** The entries of a map that is written as a block. */
export function entriesOf(lines: readonly Line[], refuse: Refuse): Entry[] {
  return groups(lines, refuse, (line, first) => {
    // A list may stand right below its key, indented no more than that.
    return line.indent === first.indent && !/^-(?: |$)/.test(line.text);
  }).map(([line, below]) => {
    const entry = entryOf(line, refuse);
    if (entry === undefined) throw refuse(line.number, "is not `key: value`");
    if (entry.key === "<<") throw refuse(line.number, "takes entries from elsewhere (<<); expected them written out");
    const rest = entry.rest.startsWith("#") ? "" : entry.rest;
    const read = (): ConfigValue => {
      if (rest === "") return blockValue(below, refuse, line.number);
      const [next] = below;
      if (next !== undefined) throw refuse(next.number, "goes on with the value of the line before; expected one line");
      return inlineValue(rest, refuse, line.number);
    };
    const entries = (): Entry[] => {
      if (rest === "") return entriesOf(below, refuse);
      const value = read();
      if (typeof value === "string" || Array.isArray(value)) throw refuse(line.number, "is not a map of settings");
      return Object.entries(value).map((one) => fixed(one, line.number));
    };
    return { key: entry.key, line: line.number, read, entries };
  });
}

/** An entry whose value is already read. */
function fixed([key, value]: [string, ConfigValue], line: number): Entry {
  return { key, line, read: () => value, entries: () => [] };
}

/** Lines that begin something, each with those below that belong to it. */
function groups(
  lines: readonly Line[],
  refuse: Refuse,
  begins: (line: Line, first: Line) => boolean,
): (readonly [Line, Line[]])[] {
  const found: (readonly [Line, Line[]])[] = [];
  const [first] = lines;
  if (first === undefined) return found;
  for (const line of lines) {
    if (line.indent < first.indent) throw refuse(line.number, "is indented less than what it belongs to");
    if (line === first || begins(line, first)) found.push([line, []]);
    else found.at(-1)?.[1].push(line);
  }
  return found;
}

function blockValue(lines: readonly Line[], refuse: Refuse, above: number): ConfigValue {
  const [first, second] = lines;
  if (first === undefined) throw refuse(above, "has no value");
  if (/^-(?: |$)/.test(first.text)) {
    return groups(lines, refuse, (line) => line.indent === first.indent).map(([line, below]) => {
      const dash = /^-(?: +|$)/.exec(line.text)?.[0].length;
      if (dash === undefined) throw refuse(line.number, "is not an item of the list above it");
      const text = line.text.slice(dash);
      const item = { number: line.number, indent: line.indent + dash, text };
      return blockValue(text === "" || text.startsWith("#") ? below : [item, ...below], refuse, line.number);
    });
  }
  if (entryOf(first, refuse) !== undefined) return mapOf(entriesOf(lines, refuse), refuse);
  if (second !== undefined) throw refuse(second.number, "goes on with the value of the line before; expected one line");
  return inlineValue(first.text, refuse, first.number);
}

function mapOf(entries: readonly Entry[], refuse: Refuse): ConfigValue {
  const twice = entries.find(({ key }, index) => entries.findIndex((one) => one.key === key) < index);
  if (twice !== undefined) throw refuse(twice.line, `has the key ${JSON.stringify(twice.key)} a second time`);
  return Object.fromEntries(entries.map(({ key, read }) => [key, read()]));
}

/** A value that begins and ends within a line, or within brackets. */
function inlineValue(text: string, refuse: Refuse, number: number): ConfigValue {
  let left = text;
  const take = (form: RegExp): string | undefined => {
    const token = form.exec(left)?.[0];
    if (token !== undefined) left = left.slice(token.length);
    return token?.trim();
  };
  const scalar = (plain: RegExp): string => {
    const quoted = take(/^(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*')\s*/);
    return quoted !== undefined ? unquoted(quoted, refuse, number) : plainText(take(plain) ?? "", refuse, number);
  };
  const inBrackets = (): ConfigValue => {
    if (take(/^\[\s*/) !== undefined) return items("]", inBrackets);
    if (take(/^\{\s*/) === undefined) return scalar(/^(?:(?![,[\]{}]|:\s|\s#)[^\n])+\s*/);
    const entries = items("}", (): Entry => {
      const key = scalar(/^(?:(?![,[\]{}]|:\s|\s#)[^\n])+/);
      if (take(/^\s*:\s*/) === undefined) throw refuse(number, "has an entry in braces that is not `key: value`");
      return fixed([key, inBrackets()], number);
    });
    return mapOf(entries, refuse);
  };
  const items = <T>(end: string, item: () => T): T[] => {
    const found: T[] = [];
    while (!left.startsWith(end)) {
      found.push(item());
      if (take(/^,\s*/) === undefined && !left.startsWith(end)) throw refuse(number, `has a list without its ${end}`);
    }
    take(/^.\s*/);
    return found;
  };
  const value = /^[[{]/.test(left) ? inBrackets() : scalar(/^(?:(?!\s#).)+/);
  if (!/^(?:#.*)?$/.test(left.trimStart())) throw refuse(number, "has more behind its value");
  return value;
}

/** Text without quotation marks, if every reader reads it the same. */
function plainText(text: string, refuse: Refuse, number: number): string {
  if (text === "" || /^[&*!|>%@`"',[\]{}#]|^[-?:](?:\s|$)|:(?:\s|$)/.test(text))
    throw refuse(number, "has a value of a form that is not read here; expected it in quotation marks");
  const likeNumber = /^[-+.]?\d[\da-fox_.e+:-]*$/i.test(text) && !/^(?:0|[1-9]\d{0,11})$/.test(text);
  if (likeNumber) throw refuse(number, `has ${text}, which YAML takes for a number; put the number in quotation marks`);
  if (/^(?:~|null|[-+]?\.inf|\.nan)$/i.test(text) || /^(?!true$|false$)(?:true|false)$/i.test(text))
    throw refuse(number, `has ${text}, which not everybody takes for text; put it in quotation marks`);
  return text;
}
