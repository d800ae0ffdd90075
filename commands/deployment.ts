import { askEngine } from "../engine/installed";
import { readText } from "../lib/read-text";
import { messageOf, UserError } from "../lib/user-error";
import { onOfflineStack } from "./offline-stack";
import type { DeployedResource, Deployment } from "../lib/deployment";

/** Where to read a stack's deployment. */
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
 * @throws {UserError} if the stack, its backend or the file cannot be read.
 */
export async function readDeployment({ stack, offline, file }: DeploymentSource): Promise<Deployment> {
  const text = await (file !== undefined
    ? readText(file)
    : offline !== undefined
      ? onOfflineStack(stack, offline, (operations) => operations.export())
      : askEngine(["stack", "export"], stack));
  return parsed(text, file ?? stack);
}

/** @throws {UserError} if the text is not a deployment. */
function parsed(text: string, from: string): Deployment {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${from} holds no JSON: ${messageOf(error)}`, { cause: error });
  }
  if (isDeployment(value)) return value;
  throw new UserError(`${from} holds no deployment; expected what pulumi stack export prints`);
}

function isDeployment(value: unknown): value is Deployment {
  const { deployment } = (value ?? {}) as { deployment?: { resources?: unknown } | null };
  if (typeof deployment !== "object" || deployment === null) return false;
  const { resources = [] } = deployment;
  return (
    Array.isArray(resources) &&
    resources.every((one: Partial<DeployedResource> | null) => typeof one?.urn === "string" && one.type !== undefined)
  );
}
