/** An account number, in quotation marks or as a number, which a zero in front would be lost from. */
const ID = String.raw`(?:"\d{12}"|'\d{12}'|[1-9]\d{11})`;
const END = String.raw`[ \t]*(?:#.*)?(?:\n|$)`;

/** `["111122223333"]`, also over several lines, or as the text of one that `pulumi config set` writes. */
const IN_BRACKETS = String.raw`[ \t]*(?<text>'?)\[\s*${ID}(?:\s*,\s*${ID})*\s*,?\s*\]\k<text>${END}`;

/** One behind each `-`, as `pulumi config set --path` writes them. */
const BELOW = String.raw`${END}(?:[ \t]*-[ \t]+${ID}${END})+(?!(?:\s*#.*)*\s*-)`;

/**
 * The accounts of `aws:allowedAccountIds` in a stack's file; undefined where they are not written in one of the forms
 * above, or where the key does not stand just once: whatever else YAML allows is refused rather than guessed.
 */
export function allowedAccounts(file: string): readonly string[] | undefined {
  const text = file.replaceAll("\r\n", "\n");
  const indent = /^config:[ \t]*(?:#.*)?\n(?:[ \t]*(?:#.*)?\n)*(?<indent> +)\S/m.exec(text)?.groups?.indent;
  if (indent === undefined) return undefined;
  const key = String.raw`^${indent}(?<quote>["']?)aws:allowedAccountIds\k<quote>[ \t]*:`;
  const keys = [...text.matchAll(new RegExp(key, "gm"))];
  const [list] = new RegExp(`${key}(?:${IN_BRACKETS}|${BELOW})`, "m").exec(text) ?? [];
  return keys.length === 1
    ? list
        ?.replaceAll(/#.*/g, "")
        .match(/\d{12}/g)
        ?.map(String)
    : undefined;
}
