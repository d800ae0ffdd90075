import { delimiter, sep } from "node:path";

/**
 * A PATH without the commands of npm packages, which npm and npx put in front of it: a package with a command named
 * `pulumi` would otherwise run in its place, with the caller's credentials.
 */
export function withoutPackageCommands(path: string): string {
  const inPackages = (folder: string): boolean =>
    `${sep}${folder}${sep}`.includes(`${sep}node_modules${sep}.bin${sep}`);
  return path
    .split(delimiter)
    .filter((folder) => !inPackages(folder))
    .join(delimiter);
}

/** Has everything that this process starts looked up without the commands of npm packages. */
export function forgetPackageCommands(): void {
  process.env.PATH = withoutPackageCommands(process.env.PATH ?? "");
}
