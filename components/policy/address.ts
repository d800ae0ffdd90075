/** An origin that no site has, to read addresses of the site against. */
const HERE = "https://site.invalid";

/** Where an address of the settings leads. */
export interface Address {
  /** Without `?` and `#`, in one spelling; starts with a slash. */
  readonly path: string;
  /** The whole, as a Location carries it: from a slash on, or from https:// on for another host. */
  readonly location: string;
  readonly isElsewhere: boolean;
}

/**
 * An address of the settings: a path of the site from a slash on, or an https address. Undefined for every other
 * text, and for one whose path is not what it seems to be: with `//`, a backslash, a star, or segments of dots.
 */
export function parseAddress(text: string): Address | undefined {
  const isElsewhere = text.startsWith("https://");
  const whole = isElsewhere ? text : `${HERE}${text}`;
  if ((!isElsewhere && !text.startsWith("/")) || /[\\*\s]/.test(text) || !URL.canParse(whole)) return undefined;
  const { href, origin, pathname, search, hash, username, password } = new URL(whole);
  const segments = (path: string): number => path.split("/").length;
  const asGiven = /^https:\/\/[^/?#]+([^?#]*)/.exec(whole)?.[1];
  if (asGiven === undefined) return undefined;
  if (pathname.includes("//") || (asGiven !== "" && segments(asGiven) !== segments(pathname))) return undefined;
  if (username + password !== "" || (isElsewhere && origin === HERE)) return undefined;
  const path = spelling(pathname);
  return { path, location: isElsewhere ? href : path + search + hash, isElsewhere };
}

/** A path in the one spelling in which addresses are compared; the edge function has the same. */
function spelling(path: string): string {
  return path.replace(/%[0-9A-Fa-f]{2}|%|[^%A-Za-z0-9\-._~!$&'()*+,;=:@/\\]+/g, (text) => {
    if (!text.startsWith("%") || text.length < 3) return encodeURIComponent(text);
    const character = String.fromCharCode(parseInt(text.slice(1), 16));
    return /[A-Za-z0-9\-._~]/.test(character) ? character : text.toUpperCase();
  });
}
