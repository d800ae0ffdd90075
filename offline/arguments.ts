import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { parseDocument } from "yaml";
import { offlineState } from "../lib/paths";
import { messageOf, UserError } from "../lib/user-error";

export const actions = ["up", "preview", "serve", "refresh", "export", "destroy", "reset"] as const;
export type Action = (typeof actions)[number];

/** One setting that a run changes in its copy of the stack files. */
export interface Setting {
  readonly key: string;
  /** Any value that YAML can write, but not null. */
  readonly value: unknown;
}

/** What the command was asked to do. */
export interface Request {
  readonly action: Action | "help";
  /** Undefined means every stack that has a file. */
  readonly stack: string | undefined;
  /** File that says what the account and GitHub hold at the start. Undefined: just what the stack files name. */
  readonly world: string | undefined;
  readonly config: readonly Setting[];
  /** Folder that holds everything between two runs. Default: `.offline` in the repository. */
  readonly state: string;
  /** Where `serve` listens. Undefined means the usual port, or any other that is free. */
  readonly port: number | undefined;
  /** Print all that the engine prints. */
  readonly verbose: boolean;
}

export const usage = `npm run offline -- [action] [options]

Runs the stacks on the real Pulumi engine against stand-ins for AWS and GitHub: no account, no network.

Actions
  up        bring the stacks up, then show what each made and which job may assume which role (default)
  preview   show what up would do
  serve     up, then publish the site and serve it on this machine as each distribution would, until Ctrl-C
  refresh   compare the state with the stand-in cloud
  export    print a stack's deployment as JSON, as pulumi stack export does (needs --stack)
  destroy   delete the stacks; a protected stack refuses, with nothing deleted
  reset     delete the state folder

Options
  --stack <name>          one stack instead of all that have a Pulumi.<name>.yaml
  --config <key>=<value>  change a setting for this run, value as in YAML; repeatable
  --world <file>          what AWS and GitHub hold before the first run, as JSON
  --state <folder>        where state is kept (default .offline)
  --port <number>         where serve listens (default 8080, or any other that is free)
  --verbose               print everything that the engine prints, not only when something is left half done
  --help                  this text
`;

/** @throws {UserError} for anything that the command does not understand. */
export function parseArguments(args: readonly string[]): Request {
  const { values, positionals } = parse(args);
  const { stack, world, config = [], state = offlineState, port, verbose = false, help = false } = values;
  const [action = "up", ...others] = help ? ["help" as const] : positionals;
  if (action !== "help" && !isAction(action)) throw wrong(`"${action}" is not an action: ${actions.join(", ")}`);
  if (others.length > 0) throw wrong(`one action at a time; what is "${others.join(" ")}"?`);
  if (action === "export" && stack === undefined) throw wrong("export needs --stack <name>");
  return {
    action,
    stack,
    world: world === undefined ? undefined : resolve(world),
    config: eachOnce(config.map(parseSetting)),
    state: resolve(state),
    port: port === undefined ? undefined : parsePort(port),
    verbose,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        stack: { type: "string" },
        world: { type: "string" },
        config: { type: "string", multiple: true },
        state: { type: "string" },
        port: { type: "string" },
        verbose: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw wrong(messageOf(error).split(". ", 1).join(""));
  }
}

function parsePort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw wrong(`--port: got "${text}"; expected a number up to 65535`);
  return Number(text);
}

function eachOnce(settings: readonly Setting[]): readonly Setting[] {
  const twice = settings.find(({ key }, index) => settings.findIndex((other) => other.key === key) < index);
  if (twice !== undefined) throw wrong(`--config ${twice.key} is there twice; expected it once`);
  return settings;
}

/** Reads `<key>=<YAML value>`; the key may have a namespace (`aws:region`). */
export function parseSetting(text: string): Setting {
  const at = text.indexOf("=");
  const key = text.slice(0, at);
  if (at < 0 || !/^[A-Za-z][\w-]*(:[A-Za-z][\w-]*)?$/.test(key)) {
    throw wrong(`--config: got "${text}"; expected <key>=<YAML value>`);
  }
  const document = parseDocument(text.slice(at + 1));
  const [error] = document.errors;
  if (error) throw wrong(`--config ${key}: the value is not YAML: ${error.message.split("\n", 1).join("")}`);
  const value = document.toJS() as unknown;
  if (value === null) throw wrong(`--config ${key}: there is no value; an empty text is written as ${key}='""'`);
  return { key, value };
}

function isAction(word: string): word is Action {
  return (actions as readonly string[]).includes(word);
}

function wrong(problem: string): UserError {
  return new UserError(`${problem}\nnpm run offline -- --help lists actions and options.`);
}
