import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Document, isMap, isScalar } from "yaml";

import { asText, isRecord } from "../components/policy/json";
import { UserError } from "./user-error";
import { readYamlFile, type YamlFile } from "./yaml-file";

type Mapping = Readonly<Record<string, unknown>>;

interface Declared {
  readonly description?: string;
  readonly default?: unknown;
  readonly value?: unknown;
}

/** What Pulumi.yaml says. */
export interface Project {
  readonly folder: string;
  readonly name: string;
  readonly requiredPulumiVersion?: string;
  readonly backend?: { readonly url?: string };
  /** The settings as they are declared: `default` or `value`, and `description`, of each. */
  readonly config: Readonly<Record<string, Declared>>;
}

/** What a stack's file says. */
export interface StackFile {
  readonly stack: string;
  /** The config with Pulumi.yaml's defaults, by the keys as the engine has them: `<project>:branch`, `aws:region`. */
  readonly config: Mapping;
  /** The part of it that is in the stack's own file. */
  readonly given: Mapping;
  /** The file itself, with its comments. */
  readonly document: Document;
}

/** Every stack that has a Pulumi.<stack>.yaml in the folder, whatever is in it. */
export function stackNames(folder: string): string[] {
  return readdirSync(folder)
    .map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1])
    .filter((name) => name !== undefined)
    .sort();
}

/** The name of a stack's file. */
export function fileOf(stack: string): string {
  return `Pulumi.${stack}.yaml`;
}

/** A stack's name in Pulumi Cloud: with the organization of the committed files in front, if they name one. */
export function nameInCloud(project: Project, stack: string): string {
  const organization = readStackFile(project, stack).config[fullKey("pulumiOrganization", project.name)] ?? "";
  return organization === "" ? stack : `${asText(organization)}/${stack}`;
}

/** A setting's key as the engine has it: one without a namespace is the project's, `aws:config:x` an old `aws:x`. */
export function fullKey(key: string, project: string): string {
  return key.includes(":") ? key.replace(/^([^:]+):config:/, "$1:") : `${project}:${key}`;
}

/** @throws {UserError} if there is no Pulumi.yaml that can be used, or the engine would read other files. */
export function readProject(folder: string): Project {
  if (existsSync(join(folder, "Pulumi.json")))
    throw new UserError("Pulumi.json: Pulumi reads it instead of Pulumi.yaml; expected Pulumi.yaml alone");
  const file = readYamlFile(folder, "Pulumi.yaml");
  if ("stackConfigDir" in file.values)
    throw file.wrong("stackConfigDir: it moves the stacks' files; expected them beside Pulumi.yaml");
  const { name } = file.values;
  if (typeof name !== "string" || name === "") throw file.wrong("name: got no text; expected the project's name");
  return { ...file.values, folder, name, config: mapping(file, "config") as Project["config"] };
}

/** @throws {UserError} if the stack has no file, or one that cannot be used. */
export function readStackFile(project: Project, stack: string): StackFile {
  const { folder, name } = project;
  const names = stackNames(folder);
  if (!names.includes(stack)) {
    const others = names.join(", ") || "none";
    throw new UserError(`there is no ${fileOf(stack)}; write one, or choose a stack that has one: ${others}`);
  }
  const file = readYamlFile(folder, fileOf(stack));
  if ("environment" in file.values)
    throw file.wrong("environment: it takes settings from elsewhere; expected them in config");
  const defaults = Object.entries(project.config).flatMap(([key, declared]) => {
    // As the engine has it: a value alone is short for one of the two.
    const value = isRecord(declared) ? (declared.default ?? declared.value) : declared;
    return value === undefined || value === null ? [] : [[fullKey(key, name), value] as const];
  });
  refuseTwice(file, name);
  const own = Object.entries(mapping(file, "config"));
  const given = Object.fromEntries(own.map(([key, value]) => [fullKey(key, name), value]));
  return { stack, config: { ...Object.fromEntries(defaults), ...given }, given, document: file.document };
}

function mapping(file: YamlFile, key: string): Mapping {
  const value = file.values[key] ?? {};
  if (typeof value === "object" && !Array.isArray(value)) return value as Mapping;
  throw file.wrong(`${key}: got a list or a single value; expected a mapping`);
}

/** YAML notices a duplicate key, but not that `branch` and `<project>:branch` are one. */
function refuseTwice(file: YamlFile, project: string): void {
  const config = file.document.get("config");
  const seen = new Set<string>();
  for (const { key } of isMap(config) ? config.items : []) {
    const full = fullKey(String(isScalar(key) ? key.value : key), project);
    const offset = isScalar(key) ? key.range?.[0] : undefined;
    if (seen.has(full)) throw file.wrong(`got ${full} a second time; expected it once, in one spelling`, offset);
    seen.add(full);
  }
}
