import type { AssumableRole } from "./roles";

/** The same as a Mermaid flowchart: job, role, and what the role may do where. */
export function asMermaid(roles: readonly AssumableRole[]): string {
  const lines = roles.flatMap((role) => [
    `  ${role.name}[["role ${role.name}"]]`,
    ...role.trusts.map(({ job, claims, until }, index) => {
      const conditions = [
        ...Object.entries(claims).map(([claim, value]) => `${claim} = ${value}`),
        ...(until ? [`before ${until}`] : []),
      ];
      return `  ${role.name}Job${index}(${label([job, ...conditions])}) -->|AssumeRoleWithWebIdentity| ${role.name}`;
    }),
    ...role.permissions.map(({ purpose, actions, resources }, index) => {
      return `  ${role.name} -->|${label([purpose, ...actions])}| ${role.name}On${index}[${label(resources)}]`;
    }),
  ]);
  return ["flowchart LR", ...lines].join("\n");
}

/** A quoted label of several lines; quotation marks and `#` have a meaning in one. */
function label(lines: readonly string[]): string {
  return `"${lines.map((line) => line.replaceAll("#", "#35;").replaceAll('"', "#quot;")).join("<br>")}"`;
}
