import { format, resolveConfig } from "prettier";

import { UserError } from "../../lib/user-error";

/** Writes one generated block. */
export type Writer = () => string | Promise<string>;

const BLOCK = /(<!-- generated: ([\w-]+) -->\n)[\s\S]*?(<!-- \/generated -->)/g;

/** The names of the generated blocks of a page. */
export function blockNames(page: string): string[] {
  return [...page.matchAll(BLOCK)].map(([, , name = ""]) => name);
}

/**
 * A page with its generated blocks rewritten. A block stands between `<!-- generated: name -->` and
 * `<!-- /generated -->`, and nothing else of the page is touched.
 *
 * @throws {UserError} for a block that no writer writes, and for one that does not end.
 */
export async function withBlocks(page: string, writers: Readonly<Record<string, Writer>>): Promise<string> {
  const names = blockNames(page);
  const begun = page.match(/<!-- generated: /g)?.length ?? 0;
  if (begun !== names.length) throw new UserError(`${begun} generated blocks begin, ${names.length} end`);
  const written = new Map<string, string>();
  for (const name of names) {
    const writer = writers[name];
    if (writer === undefined) {
      throw new UserError(`got a generated block "${name}"; expected one of ${Object.keys(writers).join(", ")}`);
    }
    written.set(name, await writer());
  }
  return page.replace(
    BLOCK,
    (_, start: string, name: string, end: string) => `${start}\n${written.get(name) ?? ""}\n\n${end}`,
  );
}

/** A page as `npm run format` leaves it. */
export async function formatted(text: string, path: string): Promise<string> {
  return format(text, { ...(await resolveConfig(path, { editorconfig: true })), filepath: path });
}
