import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { isObject, type Properties, textOf, UNKNOWN, type Value } from "./properties";

/**
 * The key and the values that mark an object as something special.
 *
 * Source: https://github.com/pulumi/pulumi, sdk/go/common/resource/sig/sig.go
 */
const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";

/** Properties as the engine sent them, in plain text, and the names of those that hold a secret. */
export interface Received {
  readonly values: Properties;
  readonly secrets: ReadonlySet<string>;
}

export function decode(struct: Struct | undefined): Received {
  const secrets = new Set<string>();
  const entries = Object.entries(struct?.toJavaScript() ?? {}).map(([name, value]): [string, Value] => [
    name,
    plain(value, () => secrets.add(name)),
  ]);
  return { values: Object.fromEntries(entries), secrets };
}

/** Properties for the engine; those named in `secrets` are marked, so the state holds them encrypted. */
export function encode(values: Properties, secrets: ReadonlySet<string> = new Set()): Struct {
  const entries = Object.entries(values).map(([name, value]): [string, Value] => [
    name,
    secrets.has(name) ? { [signature]: secretSignature, value } : value,
  ]);
  return Struct.fromJavaScript(Object.fromEntries(entries));
}

function plain(value: Value, foundSecret: () => void): Value {
  if (Array.isArray(value)) return value.map((item: Value) => plain(item, foundSecret));
  if (!isObject(value)) return value;
  if (value[signature] === secretSignature) {
    foundSecret();
    return plain(value.value ?? null, foundSecret);
  }
  // A provider that takes a resource wants its id; one still to be created has none.
  if (value[signature] === resourceSignature) return textOf(value, "id") || UNKNOWN;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, foundSecret)]));
}
