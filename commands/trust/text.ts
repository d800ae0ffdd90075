import type { AssumableRole, Permission } from "../../lib/trust/roles";

/** Who may assume what and do what with it, for one screen: one block per role. */
export function asText(stack: string, roles: readonly AssumableRole[]): string {
  return [`Stack ${stack}: who may assume what`, ...roles.map(roleBlock)].join("\n\n");
}

function roleBlock({ name, arn, boundary, trusts, permissions }: AssumableRole): string {
  const jobs = trusts.flatMap(({ job, claims, until }) => [
    `  ${job}, if GitHub's token has all of`,
    ...columns(
      "    ",
      Object.entries(claims).map(([claim, values]) => [claim, values.join(" or ")]),
    ),
    ...(until === undefined ? [] : [`    and only before ${until}`]),
  ]);
  const allowed = permissions.filter(({ denies }) => !denies).flatMap(permissionLines);
  const denied = permissions.filter(({ denies }) => denies).flatMap(permissionLines);
  const never = denied.length === 0 ? [] : ["  and may never, whatever is listed above", ...denied];
  const bounded = boundary === undefined ? [] : [`  within the boundary ${boundary}`];
  return [`${name}  ${arn}`, ...jobs, ...bounded, "  and may then", ...allowed, ...never].join("\n");
}

function permissionLines({ purpose, actions, resources, conditions, wide = [] }: Permission): string[] {
  return [
    `    ${purpose}: ${actions.join(", ")}`,
    ...resources.map((resource) => `      on ${resource}`),
    ...Object.entries(conditions).map(([key, value]) => `      only if ${key} is ${value}`),
    ...wide.map((text) => `      ! wide: ${text}`),
  ];
}

/** Rows of a table of two columns, indented by this. */
export function columns(indent: string, rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([key]) => key.length));
  return rows.map(([key, value]) => `${indent}${key.padEnd(width)}  ${value}`);
}
