// The command itself, run by main.ts in a process group of its own. Anything but a question to it goes to stderr,
// so that `export` has stdout to itself.
import { perform, reset } from "./actions";
import { parseArguments, usage } from "./arguments";
import { findEngine } from "../engine/find";
import { Interrupt } from "./interrupt";
import { refuseOptionsKeptByNpm } from "../lib/npm-options";
import { forgetPackageCommands } from "../lib/search-path";
import { UserError } from "../lib/user-error";

forgetPackageCommands();
const interrupt = new Interrupt();
const print = (text: string): void => void process.stdout.write(text);
const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function run(): Promise<void> {
  refuseOptionsKeptByNpm(process.argv.slice(2));
  const request = parseArguments(process.argv.slice(2));
  if (request.action === "help") {
    print(usage);
    return;
  }
  if (request.action === "reset") {
    reset(request, print);
    return;
  }
  const engine = await interrupt.during((signal) => findEngine({ say, signal }));
  forgetPulumiSettings();
  await perform(request, { engine, interrupt, print, say, terminal: process.stdout.isTTY });
}

/** The user's own backend, token, passphrase and the like have no business here: the engine would inherit them. */
function forgetPulumiSettings(): void {
  for (const name of Object.keys(process.env)) {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a variable set to undefined is inherited as text
    if (name.startsWith("PULUMI_")) delete process.env[name];
  }
}

function report(error: unknown): number {
  if (interrupt.pressed) {
    say("Interrupted. The same command again completes what was begun.");
    return 130;
  }
  say(error instanceof UserError ? `error: ${error.message}` : `error: ${(error as Error).stack ?? String(error)}`);
  return 1;
}

const press = (): void => {
  interrupt.press();
};
process.on("message", () => {
  press();
  process.send?.("heard");
});
// The supervisor is gone, perhaps killed.
process.on("disconnect", press);
process.on("SIGINT", press);
process.on("SIGTERM", press);
// A closed terminal or a reader that has seen enough is no reason to leave a stack half done.
process.stdout.on("error", () => undefined);
process.stderr.on("error", () => undefined);

void run()
  .then(() => 0, report)
  .then((code) => process.exit(code));
