import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** How a command answers: the first answer whose `to` is in its arguments. */
export interface Reply {
  /** A part of the arguments. */
  readonly to: string;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly code?: number;
}

/** Commands in front of PATH that record how they are called, and answer as they are told. */
export class Commands {
  readonly path: string;

  constructor(private readonly folder: string) {
    this.path = join(folder, "bin");
    mkdirSync(this.path, { recursive: true });
  }

  /** Node, which answers so for the program's commands and runs the scripts of delivery/ itself. */
  addNode(replies: readonly Reply[]): void {
    this.add("node", replies, [`  delivery/*) exec "${process.execPath}" "$@" ;;`]);
  }

  /** A command that answers so; whatever else it is asked it refuses. */
  add(name: string, replies: readonly Reply[], before: readonly string[] = []): void {
    const cases = replies.map(({ to, stdout = "", stderr = "", code = 0 }, index) => {
      const file = (stream: string): string => join(this.folder, `${name}-${index}.${stream}`);
      writeFileSync(file("out"), stdout);
      writeFileSync(file("err"), stderr);
      return `  *"${to}"*) cat "${file("out")}"; cat "${file("err")}" >&2; exit ${code} ;;`;
    });
    const script = [
      "#!/bin/sh",
      ...(before.length > 0 ? ['case "$*" in', ...before, "esac"] : []),
      `printf '%s\\n' "${name} $*" >>"${this.log}"`,
      `printf '%s\\n' "\${GITHUB_TOKEN-}" >>"${this.log}.tokens"`,
      `printf '%s\\n' "\${PULUMI_ACCESS_TOKEN-}" >>"${this.log}.pulumi"`,
      'case "$*" in',
      ...cases,
      "esac",
      `echo "${name}: did not expect $*" >&2`,
      "exit 99",
    ];
    writeFileSync(join(this.path, name), `${script.join("\n")}\n`);
    chmodSync(join(this.path, name), 0o755);
  }

  /** How the commands were called, in order. */
  get calls(): string[] {
    return lines(this.log);
  }

  /** GITHUB_TOKEN at each call. */
  get tokens(): string[] {
    return lines(`${this.log}.tokens`);
  }

  /** PULUMI_ACCESS_TOKEN at each call. */
  get pulumiTokens(): string[] {
    return lines(`${this.log}.pulumi`);
  }

  private get log(): string {
    return join(this.folder, "calls");
  }
}

function lines(file: string): string[] {
  return existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(0, -1) : [];
}

/** What the runner's own actions do: they leave the environment as it is, and what they were given is kept. */
export function recordedActions(): {
  readonly given: Record<string, Readonly<Record<string, string>>>;
  readonly actions: Record<string, (inputs: Readonly<Record<string, string>>) => Readonly<Record<string, string>>>;
} {
  const given: Record<string, Readonly<Record<string, string>>> = {};
  const names = [
    "actions/checkout",
    "actions/setup-node",
    "actions/upload-artifact",
    "actions/download-artifact",
    "pulumi/actions",
    "aws-actions/configure-aws-credentials",
  ];
  const actions = Object.fromEntries(
    names.map((name) => [
      name,
      (inputs: Readonly<Record<string, string>>) => {
        given[name] = inputs;
        return {};
      },
    ]),
  );
  return { given, actions };
}
