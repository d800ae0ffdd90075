import { wideness } from "../../components/policy/own-role/wideness";
import { isBuiltIn } from "../../components/policy/roles";
import { readIamActions } from "../own-role-sources";
import type { AssumableRole, Permission } from "./roles";

/** Marks what is wide in the user's own roles, by what AWS was told, not by the files. */
export async function withWideMarks(roles: readonly AssumableRole[]): Promise<AssumableRole[]> {
  const marked: AssumableRole[] = [];
  for (const role of roles) {
    marked.push(isBuiltIn(role.name) ? role : { ...role, permissions: await marksOf(role.permissions) });
  }
  return marked;
}

async function marksOf(permissions: readonly Permission[]): Promise<Permission[]> {
  const known = await readIamActions(permissions.flatMap(({ actions }) => actions));
  return permissions.map((permission) => {
    const { denies, actions, resources, conditions } = permission;
    const keys = Object.fromEntries(Object.entries(conditions).map(([key, value]) => [key, [value]]));
    const Effect = denies ? ("Deny" as const) : ("Allow" as const);
    const statement = { Effect, Action: actions, Resource: resources, Condition: { StringEquals: keys } };
    const wide = wideness(
      statement,
      actions.flatMap((name) => known.get(name.toLowerCase()) ?? []),
    );
    return { ...permission, wide };
  });
}
