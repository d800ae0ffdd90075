// Values of a YAML file, in every form that Pulumi writes: blocks at any indentation, lists and maps in brackets, plain
// and quoted text. What readers could read differently is refused.
import { entryOf, type Line, unquoted } from "./yaml-lines.ts";

/** Text stays text: 5 is "5", true is "true". */
export type ConfigValue = string | readonly ConfigValue[] | { readonly [key: string]: ConfigValue };

/** One entry of a map: its value is only read when it is asked for. */
export interface Entry {
  readonly key: string;
  readonly line: Line;
  readonly read: () => ConfigValue;
  /** The entries of its value, which must be a map or nothing. */
  readonly entries: () => Entry[];
}

const ITEM = /^-(?: +|$)/;

/** The entries of a map that is written as a block. */
export function entriesOf(lines: readonly Line[]): Entry[] {
  // A list may stand right below its key, indented no more than that.
  const begins = ({ indent, text }: Line, first: Line): boolean => indent === first.indent && !ITEM.test(text);
  return groups(lines, begins).map(([line, below]) => {
    const entry = entryOf(line);
    if (entry === undefined) throw line.refuse("is not `key: value`");
    const { key, rest } = entry;
    if (key === "<<") throw line.refuse("takes entries from elsewhere (<<); expected them written out");
    const read = (): ConfigValue => valueOf(rest, below, line);
    const entries = (): Entry[] => {
      if (isNothing(rest)) return entriesOf(below);
      const value = read();
      if (typeof value === "string" || Array.isArray(value)) throw line.refuse("is not a map of settings");
      return Object.entries(value).map((one) => fixed(one, line));
    };
    return { key, line, read, entries };
  });
}

/** An entry whose value is already read. */
function fixed([key, value]: [string, ConfigValue], line: Line): Entry {
  return { key, line, read: () => value, entries: () => [] };
}

function isNothing(text: string): boolean {
  return text === "" || text.startsWith("#");
}

/** Lines that begin something, each with those below that belong to it. */
function groups(lines: readonly Line[], begins: (line: Line, first: Line) => boolean): (readonly [Line, Line[]])[] {
  const found: (readonly [Line, Line[]])[] = [];
  const [first] = lines;
  if (first === undefined) return found;
  for (const line of lines) {
    if (line.indent < first.indent) throw line.refuse("is indented less than what it belongs to");
    if (line === first || begins(line, first)) found.push([line, []]);
    else found.at(-1)?.[1].push(line);
  }
  return found;
}

/** A value in the rest of a line, or in the lines below if that is nothing. */
function valueOf(rest: string, below: readonly Line[], line: Line): ConfigValue {
  const [first, ...others] = below;
  if (!isNothing(rest)) {
    if (first !== undefined) throw first.refuse("goes on with the value of the line before; expected one line");
    return inlineValue(rest, line);
  }
  if (first === undefined) throw line.refuse("has no value");
  if (ITEM.test(first.text)) {
    return groups(below, ({ indent }) => indent === first.indent).map(([item, under]) => {
      const dash = ITEM.exec(item.text)?.[0].length;
      if (dash === undefined) throw item.refuse("is not an item of the list above it");
      const text = item.text.slice(dash);
      const start = isNothing(text) ? [] : [{ ...item, indent: item.indent + dash, text }];
      return valueOf("", [...start, ...under], item);
    });
  }
  return entryOf(first) === undefined ? valueOf(first.text, others, first) : mapOf(entriesOf(below));
}

function mapOf(entries: readonly Entry[]): ConfigValue {
  const twice = entries.find(({ key }, index) => entries.findIndex((one) => one.key === key) < index);
  if (twice !== undefined) throw twice.line.refuse(`has the key ${JSON.stringify(twice.key)} a second time`);
  return Object.fromEntries(entries.map(({ key, read }) => [key, read()]));
}

/** A value that begins and ends within a line, or within brackets. */
function inlineValue(text: string, line: Line): ConfigValue {
  let left = text;
  const take = (form: RegExp): string | undefined => {
    const token = form.exec(left)?.[0];
    if (token !== undefined) left = left.slice(token.length);
    return token?.trim();
  };
  const scalar = (plain: RegExp): string => {
    const quoted = take(/^(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*')\s*/);
    return quoted !== undefined ? unquoted(quoted, line) : plainText(take(plain) ?? "", line);
  };
  const inBrackets = (): ConfigValue => {
    if (take(/^\[\s*/) !== undefined) return items("]", inBrackets);
    if (take(/^\{\s*/) === undefined) return scalar(/^(?:(?![,[\]{}]|:\s|\s#)[^\n])+\s*/);
    const entries = items("}", (): Entry => {
      const key = scalar(/^(?:(?![,[\]{}]|:\s|\s#)[^\n])+/);
      if (take(/^\s*:\s*/) === undefined) throw line.refuse("has an entry in braces that is not `key: value`");
      return fixed([key, inBrackets()], line);
    });
    return mapOf(entries);
  };
  const items = <T>(end: string, item: () => T): T[] => {
    const found: T[] = [];
    while (!left.startsWith(end)) {
      found.push(item());
      if (take(/^,\s*/) === undefined && !left.startsWith(end)) throw line.refuse(`has a list without its ${end}`);
    }
    take(/^.\s*/);
    return found;
  };
  const value = /^[[{]/.test(left) ? inBrackets() : scalar(/^(?:(?!\s#).)+/);
  if (!/^(?:#.*)?$/.test(left.trimStart())) throw line.refuse("has more behind its value");
  return value;
}

/** Text without quotation marks, if every reader reads it the same. */
function plainText(text: string, line: Line): string {
  if (text === "" || /^[&*!|>%@`"',[\]{}#]|^[-?:](?:\s|$)|:(?:\s|$)/.test(text))
    throw line.refuse("has a value of a form that is not read here; expected it in quotation marks");
  const likeNumber =
    /^[-+]?\.?\d[\da-fox_.e+:-]*$|^\d{4}-\d\d?-\d\d?(?:t|\s)/i.test(text) && !/^(?:0|[1-9]\d{0,11})$/.test(text);
  if (likeNumber) throw line.refuse(`has ${text}, which YAML takes for a number; put the number in quotation marks`);
  if (/^(?:~|null|[-+]?\.inf|\.nan)$/i.test(text) || /^(?:T(?:rue|RUE)|F(?:alse|ALSE))$/.test(text))
    throw line.refuse(`has ${text}, which not everybody takes for text; put it in quotation marks`);
  return text;
}
