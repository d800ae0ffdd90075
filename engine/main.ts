// `npm run engine`: finds or gets the Pulumi engine and says which one it is. Exit code 1 if there is none.
import { forgetPackageCommands } from "../lib/search-path";
import { messageOf } from "../lib/user-error";
import { findEngine } from "./find";

forgetPackageCommands();
const ended = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(name, () => {
    ended.abort();
  });
}

findEngine({ say: (line) => process.stderr.write(`${line}\n`), signal: ended.signal }).catch((error: unknown) => {
  process.stderr.write(`${ended.signal.aborted ? "Interrupted." : messageOf(error)}\n`);
  process.exitCode = ended.signal.aborted ? 130 : 1;
});
