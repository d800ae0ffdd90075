import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";

import { findEngine } from "../engine/find";
import { keptCopy, onPath } from "../engine/present";
import { projectRoot } from "../lib/paths";
import { openSession } from "../offline/session";
import type { StackOperations } from "../offline/stack-operations";
import { messageOf, UserError } from "../lib/user-error";
import type { Deployment } from "./trust/roles";

/** Where a stack's deployment is to be read. */
export interface DeploymentSource {
  readonly stack: string;
  /** A state folder of `npm run offline`, instead of the stack's real backend. */
  readonly offline?: string;
  /** A file that holds what `pulumi stack export` printed, instead of a backend. */
  readonly file?: string;
}

/**
 * The deployment of a stack, as `pulumi stack export` prints it.
 *
 * @throws {UserError} where the stack, its backend or the file cannot be read.
 */
export async function readDeployment({ stack, offline, file }: DeploymentSource): Promise<Deployment> {
  const text = await (file !== undefined
    ? readText(file)
    : offline !== undefined
      ? onOfflineStack(stack, offline, (operations) => operations.export())
      : exportReal(stack));
  try {
    return JSON.parse(text) as Deployment;
  } catch (error) {
    throw new UserError(`${file ?? stack} holds no JSON: ${messageOf(error)}`, { cause: error });
  }
}

/** @throws {UserError} where the file cannot be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(messageOf(error), { cause: error });
  }
}

/** Does something with a stack that `npm run offline` brought up. */
export async function onOfflineStack<T>(
  stack: string,
  state: string,
  use: (operations: StackOperations) => Promise<T>,
): Promise<T> {
  const engine = await findEngine({ say });
  const session = await openSession({ engine, state, stack });
  try {
    return await use(session.on(stack));
  } finally {
    await session.close();
  }
}

async function exportReal(stack: string): Promise<string> {
  const ways = [
    { name: "pulumi on PATH", find: onPath },
    { name: "the copy kept by Pulumi's npm package and Automation API", find: keptCopy },
  ];
  const engine = await findEngine({ say }, ways);
  try {
    const exported = promisify(execFile)(engine.command, ["stack", "export", "--stack", stack], {
      cwd: projectRoot,
      maxBuffer: Infinity,
    });
    return (await exported).stdout;
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    throw new UserError(`pulumi stack export --stack ${stack}: ${stderr.trim() || messageOf(error)}`, { cause: error });
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
