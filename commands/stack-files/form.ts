import { type Problem, shown } from "../../components/policy/input-error";

export type Mapping = Readonly<Record<string, unknown>>;

/** Reads values of a YAML file and collects what is wrong with their form, each problem once. */
export class Form {
  readonly #problems = new Map<string, Problem>();

  get problems(): Problem[] {
    return [...this.#problems.values()];
  }

  wrong(key: string, got: unknown, want: string): void {
    this.#problems.set(key, { key, message: `got ${shown(got)}; expected ${want}` });
  }

  /** The value as a mapping. Nothing at all is an empty one. */
  mapping(value: unknown, key: string): Mapping {
    if (value === null || value === undefined) return {};
    if (typeof value === "object" && !Array.isArray(value)) return value as Mapping;
    this.wrong(key, value, "a mapping");
    return {};
  }

  /** The value as text of a form; empty where it is none. */
  text(value: unknown, key: string, { want, form }: { want: string; form: RegExp }): string {
    if (typeof value === "string" && form.test(value)) return value;
    this.wrong(key, value, want);
    return "";
  }

  /** Takes no other keys. */
  only(keys: readonly string[], mapping: Mapping, prefix: string): void {
    for (const key of Object.keys(mapping).filter((each) => !keys.includes(each))) {
      this.#problems.set(prefix + key, {
        key: prefix + key,
        message: `is no key of a list; expected one of ${keys.join(", ")}`,
      });
    }
  }
}
