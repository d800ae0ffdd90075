import { readdirSync } from "node:fs";

/** Every stack that has a Pulumi.<stack>.yaml in the folder. */
export function stackNames(folder: string): string[] {
  return readdirSync(folder)
    .map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1])
    .filter((name) => name !== undefined)
    .sort();
}
