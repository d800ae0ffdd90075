import { type AssumableRole, type TrustedBy, workflowFile } from "./roles";

/** The roles of a stack, each in a row: its jobs, arrows with how many claims AWS compares, the role, what it may do. */
export function trustPicture(roles: readonly AssumableRole[]): string {
  return ['<div class="picture">', ...roles.map(row), "</div>"].join("\n");
}

function row({ name, trusts, permissions }: AssumableRole): string {
  const jobs = trusts.flatMap((trust) => [
    box("job", jobLines(trust)),
    `<div class="arrow">${Object.keys(trust.claims).length} claims →</div>`,
  ]);
  const purposes = permissions.map(({ purpose, denies }) => (denies ? `Never: ${purpose}` : purpose));
  return [
    `<div class="jobs">${jobs.join("")}</div>`,
    box("role", [name]),
    '<div class="arrow">→</div>',
    box("rights", purposes),
  ].join("");
}

function box(kind: string, lines: readonly string[]): string {
  return `<div class="box ${kind}">${lines.map((line) => `<div>${html(line)}</div>`).join("")}</div>`;
}

/** Text escaped for HTML, including attributes. */
export function html(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** The workflow file, and where its job must run. */
function jobLines({ claims, until }: TrustedBy): string[] {
  const of = (claim: string): readonly string[] => claims[claim] ?? [];
  const refs = of("ref").map((ref) =>
    ref.replace("refs/heads/", "branch ").replace(/^refs\/pull\/.*/, "any pull request of the repository itself"),
  );
  return [
    of("job_workflow_ref").map(workflowFile).join(" or ") || "any workflow",
    refs.join(" or "),
    ...of("environment").map((environment) => `environment ${environment}`),
    ...(until === undefined ? [] : [`until ${until}`]),
  ].filter((text) => text !== "");
}
