import type { RunRequest } from "@pulumi/pulumi/proto/language_pb";
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Readable } from "node:stream";
import { projectRoot } from "../../lib/paths";

/** A Pulumi program to be measured. */
export interface Program {
  readonly file: string;
  /** What its process gets besides this one's environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What a run of a program was like, as seen from inside its process. */
export interface ProgramReport {
  /** How many resources it registered, the stack and components included. */
  readonly resources: number;
  /** From the start of the process until the last of them was registered, in milliseconds. */
  readonly registeredMs: number;
  /** The most memory that the process had (resident set size), in bytes. */
  readonly peakBytes: number;
}

export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stderr: string;
  /** Undefined where the process was killed before it could tell. */
  readonly report: ProgramReport | undefined;
}

/** One run of a program, started as Pulumi's Node language host starts it. */
export class ProgramRun {
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;

  constructor({ file, environment }: Program, request: RunRequest, engineAddress: string) {
    const config = Object.fromEntries(request.getConfigMap().entries());
    this.#child = spawn(process.execPath, [...NODE_ARGS, ...runArgs(request, engineAddress), file], {
      env: {
        ...process.env,
        PULUMI_NODEJS_TYPESCRIPT: "true",
        PULUMI_CONFIG: JSON.stringify(config),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
        ...environment,
      },
      stdio: ["ignore", "ignore", "pipe", "pipe"],
    });
    this.ended = this.#finish();
  }

  end(): void {
    this.#child.kill();
  }

  async #finish(): Promise<Ended> {
    const [, , stderr, report] = this.#child.stdio as unknown as [null, null, Readable, Readable];
    const code = new Promise<number | null>((resolve) => this.#child.on("close", resolve));
    const [errors, reported] = await Promise.all([text(stderr), text(report)]);
    return {
      code: await code,
      stderr: errors,
      report: reported === "" ? undefined : (JSON.parse(reported) as ProgramReport),
    };
  }
}

const NODE_ARGS = ["--require", join(__dirname, "probe.cjs"), require.resolve("@pulumi/pulumi/cmd/run")];

function runArgs(request: RunRequest, engineAddress: string): string[] {
  return [
    `--monitor=${request.getMonitorAddress()}`,
    `--engine=${engineAddress}`,
    `--organization=${request.getOrganization()}`,
    `--project=${request.getProject()}`,
    `--stack=${request.getStack()}`,
    `--root-directory=${projectRoot}`,
    `--pwd=${projectRoot}`,
    `--parallel=${request.getParallel()}`,
    ...(request.getDryrun() ? ["--dry-run"] : []),
  ];
}
