import { messageOf } from "../../lib/user-error";
import { type Outcome, unknown, wrong } from "./outcome";

/** The value of a variable of the environment; an empty one counts as unset, as it does for Pulumi and the SDKs. */
export function valueOf(name: string, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const value = environment[name];
  return value === "" ? undefined : value;
}

/**
 * The error of a service that `up` needs and that does not answer. Behind a proxy it says nothing: the plugins use
 * the proxy, and the requests made here do not.
 */
export function noAnswer(service: string, error: unknown): Outcome {
  const says = `${service} does not answer: ${reasonOf(error)}`;
  const proxy = PROXIES.find((name) => valueOf(name) !== undefined);
  return proxy === undefined
    ? wrong(says, "check the network")
    : unknown(says, `${proxy} is set: the engine's plugins go through that proxy, preflight does not`);
}

const PROXIES = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] as const;

/** The system's code, such as ECONNREFUSED, which may be in the cause of the cause. */
function reasonOf(error: unknown): string {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === "string") return code;
  return cause === undefined ? messageOf(error) : reasonOf(cause);
}
