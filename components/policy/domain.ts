import { type Problem, unless, wrong } from "./input-error";
import { isRecord, isTexts } from "./json";

/** What the config key `domain` sets. */
export interface Domain {
  /** The site's main name; the others redirect to it or also serve the site. */
  readonly name: string;
  /** More names that serve the site. */
  readonly aliases: readonly string[];
  /** Names that answer 301 to `name`. */
  readonly redirects: readonly string[];
  /** The public Route 53 zone that all names are in; empty: DNS is elsewhere. */
  readonly zoneId: string;
  /** Whether the distribution takes the names; if not, there is only the certificate. */
  readonly attach: boolean;
}

/** The form of the config key `domain`, in words. */
export const DOMAIN_FORM =
  "{ name: a name such as www.example.com } with any of aliases: [names], redirects: [names], zoneId: the id of a Route 53 zone, attach: true or false; or {} for none";

/** CloudFront's quota of a distribution: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const MOST_NAMES = 100;
/** The longest name (RFC 1035), and the longest that a certificate can have as its first (RFC 5280, ub-common-name). */
const LONGEST = 253;
const LONGEST_FIRST = 64;

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const NAME_FORM = "a name of at least two parts such as www.example.com, each of at most 63 of a-z, 0-9 and -";

/** Faults of a name, the likeliest first, each with what is expected instead. */
const FAULTS: readonly (readonly [has: (name: string) => boolean, want: (name: string) => string])[] = [
  [(name) => name.includes("*"), () => "each name by itself, without *"],
  [(name) => /[:/]/.test(name), () => "the name alone, without https://, port and path"],
  [(name) => name.endsWith("."), () => "the name without a dot at its end"],
  [(name) => /[A-Z]/.test(name), (name) => `lower-case letters, ${name.toLowerCase()}`],
  [(name) => /[^\x21-\x7e]/.test(name), (name) => `its ASCII form${hint(asciiForm(name))}`],
  [(name) => name.length > LONGEST, (name) => `at most ${LONGEST} characters; it has ${name.length}`],
  [(name) => !isName(name), () => NAME_FORM],
];

/** The domain, null if there is none, or undefined if the value is malformed. */
export function parseDomain(value: unknown): Domain | null | undefined {
  if (!isRecord(value)) return undefined;
  if (Object.keys(value).length === 0) return null;
  const { name, aliases = [], redirects = [], zoneId = "", attach = true, ...others } = value;
  if (typeof name !== "string" || !isTexts(aliases) || !isTexts(redirects) || typeof zoneId !== "string")
    return undefined;
  if (typeof attach !== "boolean" || Object.keys(others).length > 0) return undefined;
  return { name, aliases, redirects, zoneId, attach };
}

/** All names of a domain, the site's own first. */
export function namesOf({ name, aliases, redirects }: Domain): string[] {
  return [name, ...aliases, ...redirects];
}

/** The names that serve the site; none if it has only those of its distribution. */
export function servedNames(domain: Domain | null): string[] {
  return domain?.attach === true ? [domain.name, ...domain.aliases] : [];
}

/** Problems with a domain, as far as they show without asking AWS. */
export function domainProblems(domain: Domain | null): Problem[] {
  if (domain === null) return [];
  const { name, aliases, redirects, zoneId } = domain;
  const all = namesOf(domain);
  const keys = ["name", ...aliases.map(() => "aliases"), ...redirects.map(() => "redirects")];
  const hasFirst = all.some(({ length }) => length <= LONGEST_FIRST);
  const first = `at least one name of at most ${LONGEST_FIRST} characters, which a certificate must have`;
  const zone = "the id of a hosted zone, such as Z0123456789ABCDEFGHIJ, or nothing";
  return [
    ...all.flatMap((text, index) => {
      const key = `domain.${keys[index] ?? ""}`;
      const [, want] = FAULTS.find(([has]) => has(text)) ?? [];
      if (want !== undefined) return [wrong(key, text, want(text))];
      const itself = key === "domain.redirects" && text === name;
      const once = itself ? "another name than domain.name: it would redirect to itself" : "each name once";
      return unless(all.indexOf(text) === index, key, text, once);
    }),
    ...unless(all.length <= MOST_NAMES, "domain", all.length, `at most ${MOST_NAMES} names: CloudFront takes no more`),
    ...unless(hasFirst, "domain.name", name, first),
    ...unless(/^(?:Z[A-Z0-9]{1,31})?$/.test(zoneId), "domain.zoneId", zoneId, zone),
  ];
}

function isName(name: string): boolean {
  const labels = name.split(".");
  // An all-digit last part makes it an address (RFC 1123), and a name that is no IDN must not look like one.
  return (
    labels.length > 1 && labels.every((label) => LABEL.test(label)) && !/\.\d+$/.test(name) && asciiForm(name) === name
  );
}

/** A name as browsers look it up; empty if they cannot. */
function asciiForm(name: string): string {
  const address = `https://${name}`;
  return URL.canParse(address) ? new URL(address).hostname : "";
}

function hint(ascii: string): string {
  return ascii === "" ? "" : `, ${ascii}`;
}
