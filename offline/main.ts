// `npm run offline`: starts the command in its own process group and passes Ctrl-C on to it.
//
// A terminal sends Ctrl-C to the whole foreground group, the engine included, and npm sends it once more; but a second
// SIGINT tells the engine to give up at once, which leaves a lock and an incomplete state. So nothing but this process
// hears the terminal, and it passes one press on once.
import { fork } from "node:child_process";
import { join } from "node:path";

/** Signals that arrive within this time are one press. */
const samePressMs = 1_000;

const command = fork(join(__dirname, "command.ts"), process.argv.slice(2), {
  detached: true,
  stdio: ["ignore", "inherit", "inherit", "ipc"],
});

/** A command that has not heard a press by then is too busy to hear any. */
const mustHearMs = 10_000;

let deaf: NodeJS.Timeout | undefined;
let lastPress = Number.NEGATIVE_INFINITY;
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(name, () => {
    if (performance.now() - lastPress < samePressMs) return;
    lastPress = performance.now();
    // It has heard none of the presses before.
    if (deaf !== undefined) endAll("SIGKILL");
    deaf ??= setTimeout(endAll, mustHearMs, "SIGKILL");
    if (command.connected) command.send("interrupt");
  });
}

command.on("message", () => {
  clearTimeout(deaf);
  deaf = undefined;
});

command.on("exit", (code, signal) => {
  if (signal === "SIGKILL" && deaf !== undefined) process.stderr.write("Interrupted. It was busy, and was killed.\n");
  endAll("SIGINT");
  process.exit(code ?? (deaf === undefined ? 1 : 130));
});

/** A command that was killed has left its engine, one that was interrupted perhaps a download. */
function endAll(signal: NodeJS.Signals): void {
  try {
    if (command.pid !== undefined) process.kill(-command.pid, signal);
  } catch {
    // Nothing is left: the usual case.
  }
}
