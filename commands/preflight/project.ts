import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { messageOf } from "../../lib/user-error";
import { stackNames } from "../../lib/stack-files";
import { Ended, unknown, wrong } from "./outcome";

/** What Pulumi.yaml says. */
interface ProjectFile {
  readonly name: string;
  readonly requiredPulumiVersion: string;
  readonly backend?: { readonly url?: string };
  readonly config?: Readonly<Record<string, unknown>>;
}

/** The files of the project. */
export interface Project extends ProjectFile {
  readonly folder: string;
  /** The versions of Node that package.json accepts. */
  readonly node: string;
}

export function readProject(folder: string): Project {
  const project = parse(readFileSync(join(folder, "Pulumi.yaml"), "utf8")) as ProjectFile;
  const { engines } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { engines: { node: string } };
  return { ...project, folder, node: engines.node };
}

/** A stack's config, Pulumi.yaml's defaults included. */
export interface StackConfig {
  /** Our own settings, as the engine hands them to the program. */
  readonly own: Readonly<Record<string, string>>;
  /** A setting of a provider, such as `aws:region`. */
  readonly of: (key: string) => unknown;
  /** Whether the stack's own file has a provider's setting: the workflows read that file alone. */
  readonly stated: (key: string) => boolean;
}

/** @throws Ended where the stack's file is not to be read. */
export function readStackConfig(project: Project, stack: string): StackConfig {
  const prefix = `${project.name}:`;
  const fullKey = (key: string) => (key.includes(":") ? key : `${prefix}${key}`);
  const defaults = Object.entries(project.config ?? {}).flatMap(([key, declared]) => {
    const value = key.includes(":") ? (field(declared, "value") ?? declared) : field(declared, "default");
    return value === undefined ? [] : [[fullKey(key), value] as const];
  });
  const file = readStackFile(project.folder, stack);
  const given = Object.entries(file).map(([key, value]) => [fullKey(key), value]);
  const config = { ...Object.fromEntries(defaults), ...Object.fromEntries(given) } as Record<string, unknown>;
  const own = Object.entries(config).filter(([key]) => key.startsWith(prefix));
  return {
    own: Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), asText(key, value)])),
    of: (key) => config[key],
    stated: (key) => key in file,
  };
}

function readStackFile(folder: string, stack: string): Readonly<Record<string, unknown>> {
  const name = `Pulumi.${stack}.yaml`;
  if (!existsSync(join(folder, name))) {
    const others = stackNames(folder).join(", ") || "none";
    throw new Ended(wrong(`there is no ${name}`, `write one, or take a stack that has one: ${others}`));
  }
  try {
    return (
      (parse(readFileSync(join(folder, name), "utf8")) as { config?: Record<string, unknown> } | null)?.config ?? {}
    );
  } catch (error) {
    const [line = ""] = messageOf(error).split("\n", 1);
    throw new Ended(wrong(`${name} is not YAML: ${line}`, "correct the file"));
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function asText(key: string, value: unknown): string {
  if (field(value, "secure") !== undefined) {
    throw new Ended(
      unknown(`${key} is encrypted, and only the engine can read it`, "nothing here is a secret: set it in plain text"),
    );
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}
