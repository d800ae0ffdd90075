import { execFile } from "node:child_process";
import { promisify } from "node:util";

import type { Settings } from "../../components/policy/settings";
import { backendName } from "../../engine/backend-name";
import type { Engine } from "./engine";
import { Ended, unknown } from "./outcome";
import type { Project } from "./project";

interface Exported {
  readonly deployment?: {
    readonly resources?: readonly {
      readonly type: string;
      readonly outputs?: Readonly<Record<string, unknown>>;
    }[];
  };
}

/** Where the stack's state is. */
export interface StateSource {
  readonly engine: Engine;
  readonly project: Project;
  readonly stack: string;
  readonly settings: Settings;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * The repository variables that the stack's state holds, in capitals; none if there is no such stack yet.
 *
 * @throws Ended if the state cannot be read.
 */
export async function variablesInState(source: StateSource): Promise<ReadonlySet<string>> {
  const { engine, environment, project, settings, stack } = source;
  const args = ["stack", "export", "--stack", backendName(stack, project.folder, environment), "--non-interactive"];
  try {
    const { stdout } = await promisify(execFile)(engine.command, args, {
      cwd: project.folder,
      env: { ...environment, PULUMI_SKIP_UPDATE_CHECK: "true" },
      maxBuffer: Infinity,
      timeout: 8_000,
      killSignal: "SIGKILL",
    });
    return variablesOf(JSON.parse(stdout) as Exported, settings.repository.name);
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    if (stderr.includes("no stack named")) return new Set();
    throw new Ended(unknown("the state cannot be read"));
  }
}

/** The variables of this repository in an exported deployment. */
export function variablesOf({ deployment }: Exported, repository: string): ReadonlySet<string> {
  const variables = (deployment?.resources ?? []).filter(
    ({ type, outputs }) =>
      type === "github:index/actionsVariable:ActionsVariable" &&
      String(outputs?.repository).toLowerCase() === repository.toLowerCase(),
  );
  return new Set(variables.map(({ outputs }) => String(outputs?.variableName).toUpperCase()));
}
