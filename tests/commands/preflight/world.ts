// A stack, an account and a repository in which everything is well, except what a test changes.
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

import { parse, stringify } from "yaml";

import { LANGUAGE_HOST } from "../../../commands/preflight/engine";
import { preflight, type Report } from "../../../commands/preflight/report";
import { EXAMPLE } from "../../support/example/project";
import { ACCOUNT } from "../../support/program";
import { temporaryFolder } from "../../support/temporary-folder";
import { ACCESS_KEY, awsBehaviour, type AwsWorld, STATE_BUCKET } from "./aws";
import { githubBehaviour, type GithubWorld, TOKEN } from "./github";
import { type Request, serve, type Server } from "./server";

export interface World {
  readonly aws?: AwsWorld;
  readonly github?: GithubWorld;
  /** The stack's config, over one that is well; undefined takes a key away. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Fields of the stack's file beside its config. */
  readonly file?: Readonly<Record<string, unknown>>;
  /** Fields of Pulumi.yaml that differ. */
  readonly project?: Readonly<Record<string, unknown>>;
  /** Variables of the environment; undefined takes one away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** What `pulumi` on PATH is: its version, and its answer to `stack export` (an error where it is text). */
  readonly pulumi?: { readonly version?: string; readonly exported?: object | string };
  readonly stack?: string;
}

/** One line of the table. */
export interface Line {
  readonly mark: string;
  readonly says: string;
  readonly remedy: string;
}

export interface Done extends Report {
  readonly line: (name: string) => Line;
  /** What GitHub was asked. */
  readonly received: readonly Request[];
  /** What AWS was asked. */
  readonly requests: readonly Request[];
}

export const SECRET_KEY = "secretAccessKeyThatIsNeverPrinted";

/** Local servers for AWS and GitHub, and a folder for each test. Call it inside `describe`. */
export function preflightWorld() {
  const folder = temporaryFolder();
  let [world, received, requests]: [World, Request[], Request[]] = [{}, [], []];
  let servers: { aws: Server; github: Server } | undefined;
  before(async () => {
    servers = {
      aws: await serve(() => (request) => {
        requests.push(request);
        return awsBehaviour(world.aws ?? {})(request);
      }),
      github: await serve(() => githubBehaviour(world.github ?? {}, received)),
    };
  });
  after(async () => {
    await servers?.aws.close();
    await servers?.github.close();
  });

  /** Writes the world's files; what the environment then is. */
  const prepare = (asked: World): NodeJS.ProcessEnv => {
    [world, received, requests] = [asked, [], []];
    writeFiles(folder(), asked);
    const { PATH, HOME } = process.env;
    const environment: NodeJS.ProcessEnv = {
      PATH: [join(folder(), "bin"), PATH].join(delimiter),
      HOME,
      AWS_ACCESS_KEY_ID: ACCESS_KEY,
      AWS_SECRET_ACCESS_KEY: SECRET_KEY,
      AWS_CONFIG_FILE: join(folder(), "no-config"),
      AWS_SHARED_CREDENTIALS_FILE: join(folder(), "no-credentials"),
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_ENDPOINT_URL: servers?.aws.url,
      AWS_REGION: "us-east-1",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      GH_PATH: join(folder(), "no-gh"),
      GITHUB_API_URL: servers?.github.url,
      GITHUB_TOKEN: TOKEN,
      PULUMI_CONFIG_PASSPHRASE: "",
      PULUMI_HOME: folder(),
      ...asked.environment,
    };
    return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
  };

  const run = async (asked: World = {}): Promise<Done> => {
    const environment = prepare(asked);
    const report = await inEnvironment(environment, () => preflight(asked.stack ?? "prod", folder()));
    return { ...report, line: (name) => lineOf(report.text, name), received, requests };
  };
  return { run, prepare, folder };
}

function writeFiles(folder: string, { config = {}, file = {}, project = {}, pulumi = {} }: World): void {
  const given = parse(readFileSync(join(EXAMPLE, "Pulumi.yaml"), "utf8")) as object;
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    stringify({ ...given, backend: { url: `s3://${STATE_BUCKET}` }, ...project }),
  );
  copyFileSync(join(EXAMPLE, "package.json"), join(folder, "package.json"));
  const stack: Readonly<Record<string, unknown>> = {
    "aws:region": "us-east-1",
    "aws:allowedAccountIds": [ACCOUNT],
    repository: "acme/site",
    oidcProvider: "existing",
    stateBucket: STATE_BUCKET,
    ...config,
  };
  const set = Object.entries(stack).filter(([, value]) => value !== undefined);
  writeFileSync(join(folder, "Pulumi.prod.yaml"), stringify({ ...file, config: Object.fromEntries(set) }));
  const { version = "v3.259.0", exported = "error: no stack named 'prod' found" } = pulumi;
  script(folder, LANGUAGE_HOST, []);
  script(folder, "pulumi", [
    `echo "$*" >>"${join(folder, "pulumi-calls")}"`,
    `case "$1 $2" in`,
    `  "version "*) echo ${version} ;;`,
    typeof exported === "string"
      ? `  "stack export") echo "${exported}" >&2; exit 255 ;;`
      : `  "stack export") echo '${JSON.stringify(exported)}' ;;`,
    `  *) exit 2 ;;`,
    `esac`,
  ]);
}

/** A program in the folder `bin`, which is first on PATH. */
export function script(folder: string, name: string, lines: readonly string[]): string {
  const path = join(folder, "bin", name);
  mkdirSync(join(folder, "bin"), { recursive: true });
  writeFileSync(path, ["#!/bin/sh", ...lines, ""].join("\n"));
  chmodSync(path, 0o755);
  return path;
}

/** The AWS SDK reads the process's own environment: for a while it is this one. */
export async function inEnvironment<T>(environment: NodeJS.ProcessEnv, work: () => Promise<T>): Promise<T> {
  const before = process.env;
  process.env = environment;
  try {
    return await work();
  } finally {
    process.env = before;
  }
}

export function lineOf(text: string, name: string): Line {
  const lines = text.split("\n");
  const index = lines.findIndex((line) => new RegExp(`^\\S ${name}  `).test(line));
  const line = lines[index];
  if (line === undefined) throw new Error(`no line ${name} in\n${text}`);
  const rest = lines.slice(index + 1);
  const end = rest.findIndex((each) => !each.trimStart().startsWith("→"));
  const remedies = rest.slice(0, end).map((each) => each.trim().slice(2));
  return { mark: line.charAt(0), says: line.slice(2 + name.length).trim(), remedy: remedies.join("\n") };
}
