import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";

/** A git repository that a test makes, apart from the user's own settings. */
export interface GitRepository {
  /** What git printed. */
  readonly git: (...args: string[]) => string;
  /** Makes an empty commit, and gives its hash. */
  readonly commit: (name: string) => string;
}

/** A new repository with the branch main, in a folder that is not there yet. */
export function gitRepository(folder: string): GitRepository {
  const git = (...args: string[]): string =>
    execFileSync("git", ["-C", folder, "-c", "user.name=a", "-c", "user.email=a@b.test", ...args], {
      encoding: "utf8",
      env: { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" },
      stdio: "pipe",
    }).trim();
  const commit = (name: string): string => {
    git("commit", "-q", "--allow-empty", "-m", name);
    return git("rev-parse", "HEAD");
  };
  mkdirSync(folder);
  git("init", "-q", "-b", "main");
  return { git, commit };
}
