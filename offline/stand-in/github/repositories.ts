import { template, type Value } from "../properties";
import type { Repository, World } from "../world";

export interface FoundRepository extends Repository {
  readonly fullName: string;
  readonly name: string;
}

/** A repository under its present name, whatever the case of what was asked, or its former name. */
export function findRepository({ github }: World, owner: string, name: string): FoundRepository | undefined {
  const entry = Object.entries(github.repositories).find(([fullName]) => isSame(fullName, `${owner}/${name}`));
  if (entry === undefined) return undefined;
  const [fullName, repository] = entry;
  const [presentOwner = "", presentName = ""] = ("movedTo" in repository ? repository.movedTo : fullName).split("/");
  if ("movedTo" in repository) return findRepository({ github } as World, presentOwner, presentName);
  return { ...repository, fullName, name: presentName };
}

/** GitHub ignores case in names. */
export function isSame(one: Value | undefined, other: Value | undefined): boolean {
  return template`${one}`.toLowerCase() === template`${other}`.toLowerCase();
}
