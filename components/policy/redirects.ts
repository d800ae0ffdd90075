import { type Address, parseAddress } from "./address";
import { type Problem, shown, wrong } from "./input-error";
import { isRecord } from "./json";
import type { Routing } from "./routing";

/** One redirect, as the stack's file has it. */
export interface Redirect {
  readonly from: string;
  readonly to: string;
}

/** A redirect, normalized for comparing addresses. */
interface Resolved {
  readonly from: string;
  readonly to: Address;
  /** Whether it covers everything below `from`: then both end in a slash. */
  readonly below: boolean;
}

/** The form of the config key `redirects`, in words. */
export const REDIRECTS_FORM = "one address for each address, for example { /old: /new/, /docs/*: /guide/* }";
const FROM_FORM =
  "a path such as /old or /docs/*, without ?, #, //, \\ and dots alone, and none of /index.html (expected /), /404.html and /_releases";
const TO_FORM =
  "a path such as /new/ or an https:// address; with /* at its end where the other side has it, and only there";
const END_FORM = "an address whose redirects end: in no circle, and after at most 10";

/** More redirects in a row are taken for a circle; browsers give up after 20. */
const LONGEST_CHAIN = 10;

/** What the site itself answers, or CloudFront requests. */
const RESERVED = /^\/(?:index\.html|404\.html|_releases(?:\/.*)?)$/;

/** The redirects, or undefined if the value is not an object of texts. */
export function parseRedirects(value: unknown): readonly Redirect[] | undefined {
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value);
  const redirects = entries.flatMap(([from, to]) => (typeof to === "string" ? [{ from, to }] : []));
  return redirects.length === entries.length ? redirects : undefined;
}

/**
 * Problems with redirects: each on its own, then loops.
 *
 * @param hosts The names that lead to this site.
 */
export function redirectProblems(
  redirects: readonly Redirect[],
  routing: Routing,
  hosts: readonly string[],
): Problem[] {
  const problem = ({ from }: Redirect, got: string, want: string) =>
    wrong(`redirects[${JSON.stringify(from)}]`, got, want);
  const keys = redirects.map(({ from }) => resolveFrom(from));
  const alone = redirects.flatMap((redirect, index) => {
    if (keys[index] === undefined) return [problem(redirect, redirect.from, FROM_FORM)];
    const first = redirects[keys.indexOf(keys[index])];
    if (first !== redirect) return [problem(redirect, redirect.from, `each address once: it is ${shown(first?.from)}`)];
    return resolve(redirect) === undefined ? [problem(redirect, redirect.to, TO_FORM)] : [];
  });
  if (alone.length > 0) return alone;
  const site = { rules: rulesOf(redirects), routing, hosts: ["", ...hosts] };
  return redirects
    .filter(({ from }) => !comesToAnEnd((resolveFrom(from) ?? "").replace("*", "any.file"), site))
    .map((redirect) => problem(redirect, redirect.to, END_FORM));
}

/**
 * The redirects as the edge function looks them up, pairs of address and target: those of one address, and those of
 * everything below an address, the longest first; both of these end in a slash.
 */
export function resolveRedirects(redirects: readonly Redirect[]) {
  const pairs = (wanted: boolean) =>
    rulesOf(redirects).flatMap(({ from, to, below }) => (below === wanted ? [[from, to.location] as const] : []));
  return { exact: pairs(false), prefixes: pairs(true) };
}

/** In the order in which they apply: those of one address, then those of everything below one, the longest first. */
function rulesOf(redirects: readonly Redirect[]): Resolved[] {
  const rules = redirects.map(resolve).filter((rule) => rule !== undefined);
  const prefixes = rules.filter(({ below }) => below).sort((one, other) => other.from.length - one.from.length);
  return [...rules.filter(({ below }) => !below), ...prefixes];
}

function resolve({ from, to }: Redirect): Resolved | undefined {
  const [path, below] = [resolveFrom(from), isBelow(from)];
  if (path === undefined || below !== isBelow(to) || (below && /[?#]/.test(to))) return undefined;
  const target = parseAddress(withoutStar(to));
  if (target === undefined) return undefined;
  return { from: withoutStar(path), to: target, below };
}

/** The normalized address, with the star at its end; undefined if it cannot be redirected. */
function resolveFrom(from: string): string | undefined {
  const address = parseAddress(withoutStar(from));
  if (address === undefined || address.location !== address.path) return undefined;
  if (RESERVED.test(address.path)) return undefined;
  return isBelow(from) ? `${address.path}*` : address.path;
}

function isBelow(address: string): boolean {
  return address.endsWith("/*");
}

function withoutStar(address: string): string {
  return isBelow(address) ? address.slice(0, -1) : address;
}

/** What decides where a redirect leads. */
interface Redirecting {
  /** In the order in which they apply. */
  readonly rules: readonly Resolved[];
  readonly routing: Routing;
  /** The hosts of the site's own addresses; "" for those without. */
  readonly hosts: readonly string[];
}

function comesToAnEnd(start: string, site: Redirecting): boolean {
  let path: string | undefined = start;
  for (let hops = 0; path !== undefined && hops <= LONGEST_CHAIN; hops++) path = nextAfter(path, site);
  return path === undefined;
}

/** Where the site redirects a visitor of this path, if to another of its own paths. */
function nextAfter(path: string, { rules, routing, hosts }: Redirecting): string | undefined {
  const address = path === "/index.html" ? "/" : path;
  const rule = rules.find(({ from, below }) => (below ? address.startsWith(from) : address === from));
  if (rule === undefined)
    return routing === "folders" && /^(?!\/\.well-known\/).*\/[^/.]+$/.test(path) ? `${path}/` : undefined;
  if (!hosts.includes(rule.to.host)) return undefined;
  return rule.below ? rule.to.path + address.slice(rule.from.length) : rule.to.path;
}
