import type { DeployedStack } from "../lib/deployment";
import { projectRoot } from "../lib/paths";
import { type StackTrust, trustPage } from "../lib/trust/page";
import { rolesOf } from "../lib/trust/roles";
import { withWideMarks } from "../lib/trust/wide";
import { messageOf, UserError } from "../lib/user-error";
import { LocalAws } from "./site/aws";
import { isStale, readBuild, runBuild } from "./site/build";
import { deployedSite } from "./site/deployed-site";
import { Edge } from "./site/edge";
import { type Answering, listen, type Listening } from "./site/listen";
import { publishSite } from "./site/publish";
import { localNames, type ServedSite, siteListener } from "./site/server";

/** Where the sites are served unless the port is taken. */
const usualPort = 8080;

export interface Serving {
  readonly print: (text: string) => void;
  /** The requested port; undefined means the usual one, or any other if that is taken. */
  readonly port?: number | undefined;
  /** Where the site, its workflow and delivery/ are. Default: this repository. */
  readonly project?: string;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Publishes the site to each stack on this machine, and serves it as the distributions would until the signal. */
export async function serve(stacks: readonly DeployedStack[], serving: Serving): Promise<void> {
  const { print, project = projectRoot, signal } = serving;
  const timed = async (what: string, work: () => Promise<void>): Promise<void> => {
    const started = performance.now();
    await work();
    print(`${what} in ${((performance.now() - started) / 1_000).toFixed(1)} s\n`);
  };
  const aws = new LocalAws();
  const api = await aws.listen();
  let server: Listening | undefined;
  try {
    const build = readBuild(project);
    if (isStale(build)) await timed("site  built", () => runBuild(build, signal));
    const sites: ServedSite[] = [];
    for (const site of stacks.map(deployedSite)) {
      const { siteBucket = "", distributionId = "" } = site.outputs;
      const store = aws.bucket(siteBucket, site.account);
      const publication = { site, built: build.output, project, aws: `http://127.0.0.1:${api.port}`, signal };
      await timed(`${site.stack}  published`, () => publishSite(publication));
      sites.push({ site, edge: new Edge(site, store, () => aws.invalidated(distributionId)) });
    }
    const trusts: StackTrust[] = [];
    for (const { stack, deployment } of stacks) trusts.push({ stack, roles: await withWideMarks(rolesOf(deployment)) });
    const page = trustPage(trusts);
    server = await listenOn(serving.port, siteListener(sites, page));
    print(addresses(sites, server.port));
    if (!signal.aborted)
      await new Promise((resolve) => {
        signal.addEventListener("abort", resolve, { once: true });
      });
  } finally {
    await server?.close();
    await api.close();
  }
}

async function listenOn(port: number | undefined, listener: Answering): Promise<Listening> {
  try {
    return await listen(listener, port ?? usualPort);
  } catch (error) {
    if (port !== undefined) throw new UserError(`--port ${port}: ${messageOf(error)}`, { cause: error });
    return listen(listener);
  }
}

function addresses(sites: readonly ServedSite[], port: number): string {
  const rows = sites.flatMap(({ site }) => [...localNames(site).keys()].map((name) => `  http://${name}:${port}/`));
  const foreign = sites.map(({ site }) => site).filter(({ foreignHeaders }) => foreignHeaders !== undefined);
  return [
    "",
    "The site, as each distribution would serve it",
    ...rows,
    ...foreign.map(
      ({ stack, foreignHeaders = "" }) =>
        `  ${stack}: without the headers of the policy ${foreignHeaders}, which is not the stack's own`,
    ),
    "Which job may assume which role, and what it may then do",
    `  http://localhost:${port}/`,
    "",
    "Ctrl-C ends it.",
    "",
  ].join("\n");
}
