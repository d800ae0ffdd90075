import { mermaidLabel } from "../mermaid-label";
import type { AssumableRole } from "../../lib/trust/roles";

/** The same as a Mermaid flowchart: job, role, and what the role may do where. */
export function asMermaid(roles: readonly AssumableRole[]): string {
  const lines = roles.flatMap((role) => [
    `  ${role.name}[["role ${role.name}"]]`,
    ...role.trusts.map(({ job, claims, until }, index) => {
      const conditions = [
        ...Object.entries(claims).map(([claim, value]) => `${claim} = ${value.join(" or ")}`),
        ...(until ? [`before ${until}`] : []),
      ];
      return `  ${role.name}Job${index}(${mermaidLabel([job, ...conditions])}) -->|AssumeRoleWithWebIdentity| ${role.name}`;
    }),
    ...role.permissions.map(({ purpose, denies, actions, resources, wide = [] }, index) => {
      const label = [denies ? `never: ${purpose}` : purpose, ...actions, ...wide.map((text) => `wide: ${text}`)];
      return `  ${role.name} ${denies ? "-.-x" : "-->"}|${mermaidLabel(label)}| ${role.name}On${index}[${mermaidLabel(resources)}]`;
    }),
  ]);
  return ["flowchart LR", ...lines].join("\n");
}
