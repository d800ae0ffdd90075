import { InputError } from "../components/policy/input-error";
import { stackSettings } from "../components/policy/stack-settings";
import type { EngineReport } from "./engine-report";
import { offlineCommand } from "../lib/paths";
import { readProject, readStackFile } from "../lib/stack-files";
import { messageOf, UserError } from "../lib/user-error";
import { pathsIn } from "./state-folder";

export interface Failed {
  readonly mode: string;
  readonly stack: string;
  /** The state folder. */
  readonly state: string;
  readonly report: EngineReport;
  /** What the Automation API threw: the engine's whole output in a wrapper, never shown. */
  readonly error: unknown;
  readonly interrupted: boolean;
}

/** Turns a failed operation into one message that says what was wrong, once. */
export function failure({ mode, stack, state, report, error, interrupted }: Failed): Error {
  if (interrupted) return new Error("interrupted", { cause: error });
  const said = report.errors.map((each) => ofSettings(each, stack, state) ?? each);
  const everything = said.join("\n");
  if (everything.includes("because it is protected"))
    return new UserError(protectedStack(stack, state), { cause: error });
  if (everything.includes("failed to load checkpoint")) return brokenState(stack, state, everything, error);
  if (everything.includes("currently locked by")) return new UserError(locked(stack, everything), { cause: error });
  const operation = mode === "previewDestroy" ? "destroy" : mode;
  const reason =
    said.length > 1 ? `\n${everything}` : ` ${everything === "" ? "the engine gave no reason" : everything}`;
  return new UserError(`${operation} of ${stack} failed:${reason}`, { cause: error });
}

/** The engine looks at the types of settings before it starts the program, which says more of each. */
function ofSettings(message: string, stack: string, state: string): string | undefined {
  if (!message.startsWith("validating stack config: ")) return undefined;
  try {
    const project = readProject(pathsIn(state).project);
    stackSettings(project.name, readStackFile(project, stack));
  } catch (error) {
    if (error instanceof InputError) return error.message;
  }
  return undefined;
}

/** The engine's reason for not opening a stack at all, out of the Automation API's wrapper. */
export function notOpened(stack: string, state: string, error: unknown): Error {
  const reason = /^error: (.+)$/m.exec(messageOf(error))?.[1];
  if (reason?.includes("failed to load checkpoint") === true) return brokenState(stack, state, reason, error);
  return new UserError(`${stack} cannot be opened: ${reason ?? "the engine gave no reason"}`, { cause: error });
}

export function neverBroughtUp(stack: string, state: string): UserError {
  return new UserError(`${stack} is not up in this state folder: ${offlineCommand(`up --stack ${stack}`, state)}`);
}

/** A state file that was cut off, or edited. */
export function brokenState(stack: string, state: string, reason: string, cause: unknown): UserError {
  const says = `the state of ${stack} cannot be read: ${reason}`;
  return new UserError(`${says}\n${offlineCommand("reset", state)} starts over.`, { cause });
}

function protectedStack(stack: string, state: string): string {
  return [
    `${stack} is protected: nothing was deleted.`,
    `To delete it all the same, set protect: false in Pulumi.${stack}.yaml, bring it up, then destroy it:`,
    `  ${offlineCommand(`up --stack ${stack}`, state)}`,
    `  ${offlineCommand(`destroy --stack ${stack}`, state)}`,
  ].join("\n");
}

/** The engine's own lock outlives only an engine that was killed: this command keeps a second run out by itself. */
function locked(stack: string, message: string): string {
  const file = /file:\/\/(\S+?)(?:\?\S*)?: /.exec(message)?.[1] ?? "the lock file";
  return `${stack} is locked by another engine. If none is running, it was killed: delete ${file}`;
}
