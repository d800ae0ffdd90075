// `npm run offline`: starts the command in a process group of its own and passes Ctrl-C on to it.
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

let lastPress = Number.NEGATIVE_INFINITY;
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(name, () => {
    if (performance.now() - lastPress < samePressMs) return;
    lastPress = performance.now();
    if (command.connected) command.send("interrupt");
  });
}

command.on("exit", (code) => {
  endWhatIsLeft();
  process.exit(code ?? 1);
});

/** A command that was killed has left its engine, one that was interrupted perhaps a download. */
function endWhatIsLeft(): void {
  try {
    if (command.pid !== undefined) process.kill(-command.pid, "SIGINT");
  } catch {
    // Nothing is left: the usual case.
  }
}
