import type { Repository, World } from "../world";

export interface FoundRepository extends Repository {
  readonly fullName: string;
  readonly name: string;
}

/** A repository under its present name, whatever the case of what was asked, or its former name. */
export function findRepository({ github }: World, owner: string, name: string): FoundRepository | undefined {
  const asked = `${owner}/${name}`.toLowerCase();
  const entry = Object.entries(github.repositories).find(([fullName]) => fullName.toLowerCase() === asked);
  if (entry === undefined) return undefined;
  const [fullName, repository] = entry;
  const [presentOwner = "", presentName = ""] = ("movedTo" in repository ? repository.movedTo : fullName).split("/");
  if ("movedTo" in repository) return findRepository({ github } as World, presentOwner, presentName);
  return { ...repository, fullName, name: presentName };
}
