import { isDeepStrictEqual } from "node:util";
import { Document } from "yaml";

import { asText, configIn } from "../../lib/stack-files";
import { UserError } from "../../lib/user-error";
import { parseYamlFile } from "../../lib/yaml-file";
import type { Stack } from "./stacks";

/** The keys of what the engine adds to a stack's file. */
const ENGINES = ["secretsprovider", "encryptedkey", "encryptionsalt"];

/** The file of a stack, made from a list of this name. */
export function textOf({ account, settings }: Stack, list: string): string {
  // The engine reads YAML 1.1, in which an unquoted date, and a word like on, is no text.
  const document = new Document(
    { config: { "aws:region": account.region, "aws:allowedAccountIds": [], ...settings } },
    { version: "1.1" },
  );
  // In one line: the form in which the workflows read it.
  document.setIn(["config", "aws:allowedAccountIds"], document.createNode([account.id], { flow: true }));
  const config = document.toString({ lineWidth: 0, flowCollectionPadding: false, directives: false });
  return `# Generated from ${list} by commands/stack-files.ts: edit the list, not this file.\n${config}`;
}

/** The list that a file was made from; undefined where it was not made from one. */
export function listOf(text: string): string | undefined {
  return /^# Generated from (.+) by \S+\/stack-files\.ts:/.exec(text)?.[1];
}

/**
 * Whether two files say the same. When the engine makes a stack it writes the file anew, with the project's name in
 * front of the settings' names and with numbers as text.
 */
export function saysTheSame(one: string, other: string, project: string): boolean {
  return isDeepStrictEqual(said(one, project), said(other, project));
}

/** A file that cannot be read says nothing: it is written anew. */
function said(text: string, project: string): Readonly<Record<string, string>> | undefined {
  try {
    const config = configIn(parseYamlFile(text, "a file of the list"), project);
    return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, asText(value)]));
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** The lines that the engine has added to a file: they have to stay. */
export function enginesLines(text = ""): string {
  const kept = text.split("\n").filter((line) => ENGINES.some((key) => line.startsWith(`${key}:`)));
  return kept.map((line) => `${line}\n`).join("");
}
