import type { Cloud, JournalEntry, StoredResource } from "./cloud";

/** A resource as it was when its text was made. */
interface Remembered {
  readonly resource: StoredResource;
  readonly text: string;
}

const resourceTexts = new WeakMap<StoredResource["properties"], Remembered>();
const entryTexts = new WeakMap<JournalEntry, string>();

/**
 * The contents of the cloud's file: what `JSON.stringify` makes of the cloud with an indent of two.
 *
 * The text of a resource or a journal entry is made once, since a large cloud is written after each of many small
 * changes. What it was made of is frozen: a change that this could not see is an error.
 */
export function cloudText(cloud: Cloud): string {
  const parts = Object.entries(cloud).map(([name, value]: [string, unknown]) => {
    if (name === "resources") return [name, list(cloud.resources.map(resourceText))];
    if (name === "journal") return [name, list(cloud.journal.map(entryText))];
    return [name, indented(value, 2)];
  });
  return `{\n${parts.map(([name, text]) => `  "${name}": ${text}`).join(",\n")}\n}\n`;
}

function resourceText(resource: StoredResource): string {
  const last = resourceTexts.get(resource.properties);
  if (last !== undefined && sameFields(last.resource, resource)) return last.text;
  const text = indented(resource, 4);
  freeze(resource.properties);
  freeze(resource.objects);
  resourceTexts.set(resource.properties, { resource: { ...resource }, text });
  return text;
}

function entryText(entry: JournalEntry): string {
  const text = entryTexts.get(entry) ?? indented(entry, 4);
  entryTexts.set(Object.freeze(entry), text);
  return text;
}

function sameFields(one: StoredResource, other: StoredResource): boolean {
  const names = Object.keys(one) as (keyof StoredResource)[];
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

function list(texts: readonly string[]): string {
  return texts.length === 0 ? "[]" : `[\n    ${texts.join(",\n    ")}\n  ]`;
}

/** The text of a value whose first line is indented already. A line break within a string is written as `\\n`. */
function indented(value: unknown, by: number): string {
  return JSON.stringify(value, undefined, 2).replaceAll("\n", `\n${" ".repeat(by)}`);
}

function freeze(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(freeze);
}
