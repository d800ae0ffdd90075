import { html } from "./html";
import { type AssumableRole, type TrustedBy, workflowFile } from "./roles";

/** In units of the picture: pixels if it is shown at its full width. */
const [line, pad, gap] = [20, 14, 22];
const width = 1000;
const job = { x: 0, width: 300 };
const role = { x: 420, width: 170 };
const rights = { x: 690, width: 310 };

/** The roles of a stack as an SVG: job, arrow with how many claims AWS compares, role, arrow, what the role may do. */
export function trustPicture(stack: string, roles: readonly AssumableRole[]): string {
  let y = 0;
  const rows = roles.map((each) => {
    const drawn = row(each, y);
    y += drawn.height + gap;
    return drawn.text;
  });
  const title = `Stack ${stack}: which job may assume which role, and what it may then do`;
  return [
    `<svg viewBox="0 0 ${width} ${Math.max(0, y - gap) + 2}" role="img" aria-label="${html(title)}">`,
    `<defs><marker id="tip-${html(stack)}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" class="tip"/></marker></defs>`,
    ...rows.map((text) => text.replaceAll("url(#tip)", `url(#tip-${html(stack)})`)),
    "</svg>",
  ].join("\n");
}

function row(
  { name, trusts, permissions }: AssumableRole,
  top: number,
): { readonly text: string; readonly height: number } {
  const jobs = trusts.map(jobLines);
  const purposes = permissions.map(({ purpose, denies }) => (denies ? `Never: ${purpose}` : purpose));
  const jobHeights = jobs.map((lines) => lines.length * line + pad);
  const left = jobHeights.reduce((sum, height) => sum + height + 8, -8);
  const height = Math.max(left, purposes.length * line + pad, line + pad);
  const middle = top + 1 + height / 2;
  let y = top + 1 + (height - left) / 2;
  const boxes = jobs.map((lines, index) => {
    const own = jobHeights[index] ?? 0;
    const text = [
      box("job", job, y, own, lines),
      arrow(job.x + job.width, y + own / 2, role.x, middle),
      `<text class="note" x="${job.x + job.width + 8}" y="${y + own / 2 - 8}">${Object.keys(trusts[index]?.claims ?? {}).length} claims</text>`,
    ];
    y += own + 8;
    return text.join("\n");
  });
  const text = [
    ...boxes,
    box("role", role, middle - (line + pad) / 2, line + pad, [name]),
    arrow(role.x + role.width, middle, rights.x, middle),
    box(
      "rights",
      rights,
      top + 1 + (height - purposes.length * line - pad) / 2,
      purposes.length * line + pad,
      purposes,
    ),
  ].join("\n");
  return { text, height };
}

/** The workflow file, and where its job must run. */
function jobLines({ claims, until }: TrustedBy): string[] {
  const of = (claim: string): readonly string[] => claims[claim] ?? [];
  const files = of("job_workflow_ref").map(workflowFile);
  const refs = of("ref").map((ref) =>
    ref.replace("refs/heads/", "branch ").replace(/^refs\/pull\/.*/, "any pull request of the repository itself"),
  );
  return [
    files.join(" or ") || "any workflow",
    refs.join(" or "),
    ...of("environment").map((environment) => `environment ${environment}`),
    ...(until === undefined ? [] : [`until ${until}`]),
  ].filter((text) => text !== "");
}

function box(
  kind: string,
  { x, width: wide }: typeof job,
  y: number,
  height: number,
  lines: readonly string[],
): string {
  const rect = `<rect class="${kind}" x="${x + 1}" y="${y}" width="${wide - 2}" height="${height}" rx="6"/>`;
  const texts = lines.map((text, index) => {
    const weight = kind !== "rights" && index === 0 ? ' class="strong"' : "";
    return `<text${weight} x="${x + 12}" y="${y + pad / 2 + (index + 0.7) * line}">${html(text)}</text>`;
  });
  return [rect, ...texts].join("\n");
}

function arrow(x: number, y: number, toX: number, toY: number): string {
  return `<path class="arrow" d="M${x} ${y}L${toX} ${toY}" marker-end="url(#tip)"/>`;
}
