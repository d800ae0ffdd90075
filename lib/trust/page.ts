import { html, trustPicture } from "./picture";
import type { AssumableRole, Permission, TrustedBy } from "./roles";

/** The roles of a deployed stack. */
export interface StackTrust {
  readonly stack: string;
  readonly roles: readonly AssumableRole[];
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2330; --soft: #5a6475; --paper: #fff; --line: #c9d0db; --job: #e8f0fe; --role: #fdf0d5; --rights: #e6f4ea; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --soft: #a3adbd; --paper: #14181f; --line: #3b4554; --job: #1d2c47; --role: #443312; --rights: #17351f; } }
body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
h2 { margin-top: 3rem; } h3 { margin: 2.5rem 0 0.25rem; }
p { max-width: 46rem; } .soft, caption { color: var(--soft); }
.picture { display: grid; grid-template-columns: 5fr 2fr auto 4fr; gap: 1.25rem 0.5rem; align-items: center; font-size: 0.9rem; }
.jobs { display: grid; grid-template-columns: 1fr auto; gap: 0.5rem; align-items: center; }
.box { padding: 0.4rem 0.75rem; border: 1px solid var(--line); border-radius: 6px; }
.job { background: var(--job); } .role { background: var(--role); } .rights { background: var(--rights); }
.job > :first-child, .role { font-weight: 600; } .arrow { color: var(--soft); white-space: nowrap; }
table { width: 100%; border-collapse: collapse; margin-top: 0.75rem; }
caption { text-align: left; } th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.75rem 0.35rem 0; border-top: 1px solid var(--line); }
code { font: 0.85em ui-monospace, monospace; overflow-wrap: anywhere; } td code { display: block; }
.claims th:first-child { width: 30%; } .rights-of { table-layout: fixed; } .rights-of th:nth-child(1), .rights-of th:nth-child(4) { width: 17%; }
`;

/**
 * Who may assume which role and what it may then do, as a picture and tables: one HTML file that needs nothing else and
 * runs nothing.
 */
export function trustPage(stacks: readonly StackTrust[]): string {
  const title = `Who may do what: ${stacks.map(({ stack }) => stack).join(", ")}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${html(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${html(title)}</h1>
<p>Written from the policies that AWS was given, not from what the program meant. A job of GitHub Actions gets a role only if its signed token has every claim that is listed below.</p>
${stacks.map(stackSection).join("\n")}
</body>
</html>
`;
}

function stackSection({ stack, roles }: StackTrust): string {
  return [
    `<section id="${html(stack)}">`,
    `<h2>Stack ${html(stack)}</h2>`,
    trustPicture(roles),
    ...roles.map(roleSection),
    "</section>",
  ].join("\n");
}

function roleSection({ name, arn, boundary, trusts, permissions }: AssumableRole): string {
  const [allowed, denied] = [false, true].map((denies) => permissions.filter((one) => one.denies === denies));
  return [
    `<h3>${html(name)}</h3>`,
    `<p class="soft">${code([arn])}</p>`,
    ...(boundary === undefined ? [] : [`<p>Within the boundary ${code([boundary])}</p>`]),
    ...trusts.map(claimsTable),
    permissionsTable(`${name} may then`, allowed),
    ...(denied?.length ? [permissionsTable(`${name} may never, whatever is listed above`, denied)] : []),
  ].join("\n");
}

function claimsTable({ job, claims, until }: TrustedBy): string {
  const rows = Object.entries(claims).map(([claim, values]) => [code([claim]), code([values.join(" or ")])]);
  const before = until === undefined ? "" : `, and only before ${until}`;
  return table("claims", `${job}, if its token has all of these${before}`, ["claim", "value"], rows);
}

function permissionsTable(caption: string, permissions: readonly Permission[] = []): string {
  return table("rights-of", caption, ["what for", "actions", "on", "only if"], permissions.map(permissionRow));
}

function permissionRow({ purpose, actions, resources, conditions, wide = [] }: Permission): string[] {
  const only = Object.entries(conditions).map(([key, value]) => `${key} is ${value}`);
  const marks = wide.map((text) => ` <strong>Wide: ${html(text)}</strong>`).join("");
  return [html(purpose) + marks, code(actions), code(resources), code(only)];
}

function code(texts: readonly string[]): string {
  return texts.map((text) => `<code>${html(text)}</code>`).join(" ");
}

function table(kind: string, caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((text) => `<th scope="col">${html(text)}</th>`).join("");
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
  return [
    `<table class="${kind}"><caption>${html(caption)}</caption>`,
    `<thead><tr>${head}</tr></thead>`,
    "<tbody>",
    ...body,
    "</tbody></table>",
  ].join("\n");
}
