import { UserError } from "./user-error";

/** Options of ours that npm has no option of the same name for. */
const OURS = ["stack", "state", "world", "config"] as const;

/**
 * Without `--` in front of them npm keeps a script's options for itself, as its own settings.
 *
 * @throws {UserError} if it did: the command would do something other than it was asked for.
 */
export function refuseOptionsKeptByNpm(args: readonly string[], environment: NodeJS.ProcessEnv = process.env): void {
  const script = environment.npm_lifecycle_event;
  const option = OURS.find((name) => environment[`npm_config_${name}`] !== undefined);
  if (script === undefined || option === undefined) return;
  const kept = environment[`npm_config_${option}`];
  const words = kept === "true" || kept === "" ? args.slice(0, 1) : [kept];
  throw new UserError(
    `npm has kept --${option} for itself; put -- in front of it: npm run ${[script, "--", `--${option}`, ...words].join(" ")}`,
  );
}
