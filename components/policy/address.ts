/** An origin that no site has, as the base for parsing the site's addresses. */
const HERE = "https://site.invalid";

/** The target of an address in the settings. */
export interface Address {
  /** Without `?` and `#`, in one spelling; starts with a slash. */
  readonly path: string;
  /** The whole address for a Location: starts with a slash, or with https:// for another host. */
  readonly location: string;
  /** The host of a whole address, in one spelling; empty for a path of the site. */
  readonly host: string;
}

/**
 * Parses an address of the settings: a path that starts with a slash, or an https address. Undefined for any other
 * text, and if the path is not what it seems to be: with `//`, a backslash, a star, or dot segments.
 */
export function parseAddress(text: string): Address | undefined {
  const isElsewhere = text.startsWith("https://");
  const whole = isElsewhere ? text : `${HERE}${text}`;
  if ((!isElsewhere && !text.startsWith("/")) || /[\\*\s]/.test(text) || !URL.canParse(whole)) return undefined;
  const { href, host, origin, pathname, search, hash, username, password } = new URL(whole);
  const segments = (path: string): number => path.split("/").length;
  const asGiven = /^https:\/\/[^/?#]+([^?#]*)/.exec(whole)?.[1];
  if (asGiven === undefined) return undefined;
  if (pathname.includes("//") || (asGiven !== "" && segments(asGiven) !== segments(pathname))) return undefined;
  if (username + password !== "" || (isElsewhere && origin === HERE)) return undefined;
  const path = spelling(pathname);
  return isElsewhere
    ? { path, location: href, host: host.replace(/\.$/, "") }
    : { path, location: path + search + hash, host: "" };
}

/** The normalized path, for comparing addresses; the edge function does the same. */
function spelling(path: string): string {
  return path.replace(/%[0-9A-Fa-f]{2}|%|[^%A-Za-z0-9\-._~!$&'()*+,;=:@/\\]+/g, (text) => {
    if (!text.startsWith("%") || text.length < 3) return encodeURIComponent(text);
    const character = String.fromCharCode(parseInt(text.slice(1), 16));
    return /[A-Za-z0-9\-._~]/.test(character) ? character : text.toUpperCase();
  });
}
