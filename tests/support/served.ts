import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Command, start } from "./command";
import { EXAMPLE } from "./example/project";
import { ROOT } from "./program";
import { until } from "./until";

/** Builds by copying what the example's build has left. */
const BUILD = `env:
  SITE_FOLDER: site
  SITE_BUILD: mkdir -p dist && cp -R ${join(ROOT, "tests/support/example/site")}/. dist
  SITE_OUTPUT: dist
`;

/** `npm run offline -- serve`, as a user has started it. */
export interface ServeCommand {
  readonly command: Command;
  /** Where it listens, once it has said so. */
  readonly port: number;
  /** Its temporary folder. */
  readonly temporary: string;
  /** Ends it, and deletes its project. */
  end(): void;
}

/**
 * Starts it in its own project, and waits until it serves.
 *
 * @param meanwhile Is called again and again while it starts.
 */
export async function startServing(
  args: readonly string[],
  meanwhile: () => void = () => undefined,
): Promise<ServeCommand> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "passwordless-served-")));
  const temporary = join(folder, "temporary");
  cpSync(EXAMPLE, folder, { recursive: true });
  for (const made of [".github/workflows", "site", "temporary"]) mkdirSync(join(folder, made), { recursive: true });
  writeFileSync(join(folder, ".github/workflows/site.yml"), BUILD);
  writeFileSync(join(folder, "site/source"), "");
  const command = start(["serve", "--port", "0", ...args], { TMPDIR: temporary }, folder);
  const end = (): void => {
    command.process.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await until(() => {
      meanwhile();
      return command.printed.stdout.includes("Ctrl-C ends it.") || command.process.exitCode !== null;
    });
    const port = Number(/http:\/\/localhost:(\d+)\//.exec(command.printed.stdout)?.[1]);
    if (!(port > 0)) throw new Error(command.printed.stdout + command.printed.stderr);
    return { command, port, temporary, end };
  } catch (error) {
    end();
    throw error;
  }
}
