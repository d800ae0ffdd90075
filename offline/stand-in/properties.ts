/** A property's value, as JSON has it. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

/** Inputs or outputs of a resource or a function. */
export type Properties = Readonly<Record<string, Value>>;

/**
 * Stands for a value that is not known before the up.
 *
 * Source: https://github.com/pulumi/pulumi, sdk/go/common/resource/plugin/rpc.go, UnknownStringValue
 */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function containsUnknown(value: Value | undefined): boolean {
  return (
    value === UNKNOWN || (typeof value === "object" && value !== null && Object.values(value).some(containsUnknown))
  );
}

/** A text put together from values: unknown if one of them is. */
export function template(texts: TemplateStringsArray, ...values: readonly (Value | undefined)[]): string {
  return values.some(containsUnknown) ? UNKNOWN : String.raw({ raw: texts }, ...values);
}

/** A property that is a text; empty if it is missing or something else. */
export function textOf(properties: Properties, name: string): string {
  const value = properties[name];
  return typeof value === "string" ? value : "";
}

/** To a cloud's API these are the same as a missing property. */
export function isAbsent(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** Whether two values are the same to a cloud, whatever the order of their keys. */
export function sameValue(one: Value | undefined, other: Value | undefined): boolean {
  if (isAbsent(one) || isAbsent(other)) return isAbsent(one) && isAbsent(other);
  if (Array.isArray(one) && Array.isArray(other) && one.length !== other.length) return false;
  if (typeof one !== "object" || typeof other !== "object") return one === other;
  const [these, those] = [one, other] as Properties[];
  return Object.keys({ ...these, ...those }).every((key) => sameValue(these?.[key], those?.[key]));
}

export function isObject(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function pick<Item>(from: Readonly<Record<string, Item>>, names: readonly string[]): Record<string, Item> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
}

/** The value of a JSON document, or undefined if the text is not one. */
export function parseJson(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}
