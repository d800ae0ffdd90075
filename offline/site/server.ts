import type { DeployedSite } from "./deployed-site";
import type { Edge, Served } from "./edge";
import type { Answering } from "./listen";

/** A site and its answers. */
export interface ServedSite {
  readonly site: DeployedSite;
  readonly edge: Edge;
}

/** The names under which a site is looked at here, by the name that its distribution is asked for. */
export function localNames({ stack, aliases, domainName }: DeployedSite): ReadonlyMap<string, string> {
  const names = aliases.length === 0 ? [[`${stack}.localhost`, domainName] as const] : [];
  return new Map([...names, ...aliases.map((alias) => [`${alias}.localhost`, alias] as const)]);
}

/**
 * Answers for all sites by the requested name, and for this machine's own name with a page.
 *
 * @param page The HTML of that page.
 */
export function siteListener(sites: readonly ServedSite[], page: string): Answering {
  return ({ headers, method = "", url = "/" }) => {
    const [name = "", port = "80"] = (headers.host ?? "").toLowerCase().split(":");
    for (const { site, edge } of sites) {
      const host = localNames(site).get(name);
      if (host === undefined) continue;
      const served = edge.answer({ method, address: url, host, ifNoneMatch: headers["if-none-match"] });
      return withLocation(served, sites, port);
    }
    if (name !== "localhost" && name !== "127.0.0.1") return { status: 403, body: "No site has this name.\n" };
    if (url !== "/") return { status: 404, body: "Not found\n" };
    return { status: 200, headers: { "content-type": "text/html; charset=utf-8" }, body: page };
  };
}

/** A redirect to a name of one of the sites leads to that site here. */
function withLocation(served: Served, sites: readonly ServedSite[], port: string): Served {
  const { location } = served.headers;
  const [, name = "", rest = ""] = /^https:\/\/([^/?#]+)(.*)$/.exec(location ?? "") ?? [];
  if (!sites.some(({ site }) => site.aliases.includes(name))) return served;
  return { ...served, headers: { ...served.headers, location: `http://${name}.localhost:${port}${rest}` } };
}
