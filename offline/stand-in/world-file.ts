import { refuse } from "./rules";
import { aWorld, type World } from "./world";

/** @throws Error with the path in the file, what it holds and what was expected. */
export function parseWorld(text: string): World {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`not JSON: ${String(error)}`, { cause: error });
  }
  aWorld(value, "$");
  const world = value as World;
  holdTogether(world);
  return world;
}

function holdTogether({ aws, github }: World): void {
  if (aws.oidcProviders.some(({ accountId = aws.accountId }) => accountId === undefined)) {
    refuse(undefined, "$.aws.accountId", "the account that holds the oidcProviders");
  }
  for (const [name, repository] of Object.entries(github.repositories)) {
    const path = `$.github.repositories[${JSON.stringify(name)}]`;
    if ("movedTo" in repository) {
      const target = github.repositories[repository.movedTo];
      if (target === undefined || "movedTo" in target) {
        refuse(repository.movedTo, `${path}.movedTo`, "a repository of this file that has not moved itself");
      }
    } else if (name.split("/")[0] !== repository.owner.login) {
      refuse(repository.owner.login, `${path}.owner.login`, "the owner that the repository's name starts with");
    }
  }
}
