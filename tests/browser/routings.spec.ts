// What a generator wrote, published by the real scripts and served with the routing that it wants.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { edgeFunctionCode } from "../../components/policy/edge-function";
import type { Headers } from "../../components/policy/headers";
import { headersPolicy } from "../../components/policy/headers-policy";
import { type Routing, ROUTINGS } from "../../components/policy/routing";
import { LocalAws } from "../../offline/site/aws";
import type { DeployedSite } from "../../offline/site/deployed-site";
import { Edge } from "../../offline/site/edge";
import { listen, type Listening } from "../../offline/site/listen";
import { publishSite } from "../../offline/site/publish";
import { type ServedSite, siteListener } from "../../offline/site/server";
import { startedBrowser } from "../support/browser";
import { ADDRESSES, EDGE_SOURCE } from "../support/edge";
import { EXAMPLE } from "../support/example/project";
import { recordingOf, writeRecorded } from "../support/generated";
import { ACCOUNT } from "../support/program";

/** An address, its status, the page that is shown, and where it leads first. */
type Look = readonly [address: string, status: number, page: string, to?: string];

interface Example {
  readonly generator: string;
  readonly looks: readonly Look[];
}

const PLAIN = "Page not found";

const EXAMPLES: Readonly<Record<Routing, Example>> = {
  files: {
    generator: "plain-html",
    looks: [
      ["/", 200, "index.html"],
      ["/about.html", 200, "about.html"],
      ["/about", 404, PLAIN],
    ],
  },
  folders: {
    generator: "gatsby",
    looks: [
      ["/", 200, "index.html"],
      ["/about/", 200, "about/index.html"],
      ["/about?a=b", 200, "about/index.html", "/about/?a=b"],
      ["/no/such/page/", 404, "404.html"],
    ],
  },
  html: {
    generator: "sveltekit",
    looks: [
      ["/", 200, "index.html"],
      ["/about", 200, "about.html"],
      ["/no/such/page", 404, "404.html"],
    ],
  },
  app: {
    generator: "vite-react",
    looks: [
      ["/", 200, "index.html"],
      ["/orders/42?tab=items", 200, "index.html"],
      ["/no-such-file.html", 404, PLAIN],
    ],
  },
};

/** What the page itself says of its parts. */
const PARTS = `({
  title: document.title,
  scripts: (globalThis.loaded ?? []).toSorted(),
  styled: getComputedStyle(document.body).maxWidth,
  blank: [...document.images].filter(({ naturalWidth }) => naturalWidth === 0).map(({ src }) => src),
})`;

/** A page that breaks the rules on purpose. */
const BROKEN = `<!doctype html><title>broken</title>
<script>document.title = "inline"</script><script src="/throws.js"></script><script src="/text.txt"></script>`;

const NOTHING = { scripts: [], styled: "none", blank: [] };

/** What a page with all files of a recording says. */
function partsOf(generator: string, title: string) {
  const keys = recordingOf(generator).files.map(({ key }) => key);
  return {
    title,
    scripts: keys.filter((key) => key.endsWith(".js")).sort(),
    styled: keys.some((key) => key.endsWith(".css")) ? "704px" : "none",
    blank: [],
  };
}

function siteOf(stack: string, routing: Routing, contentSecurityPolicy = ""): DeployedSite {
  const headers: Headers = { contentSecurityPolicy, strictTransportSecurity: "", custom: [], policyId: "" };
  return {
    stack,
    account: ACCOUNT,
    outputs: {
      siteBucket: `site-${stack}`,
      distributionId: `E${stack.toUpperCase().padEnd(13, "0")}`,
      awsRegion: "us-east-1",
    },
    domainName: `${stack}.cloudfront.net`,
    aliases: [],
    methods: ["GET", "HEAD"],
    rootObject: "index.html",
    errors: [{ errorCode: 404, responseCode: 404, responsePagePath: "/404.html", errorCachingMinTtl: 10 }],
    code: edgeFunctionCode(EDGE_SOURCE, { ...ADDRESSES, routing }),
    headers: headersPolicy(headers),
    foreignHeaders: undefined,
  };
}

describe("what site generators write, in a browser", () => {
  const browser = startedBrowser();
  const aws = new LocalAws();
  let folder: string | undefined;
  let servers: readonly Listening[] = [];

  before(async () => {
    const [temporary, api] = [mkdtempSync(join(tmpdir(), "passwordless-generated-")), await aws.listen()];
    folder = temporary;
    servers = [api];
    const publish = async (site: DeployedSite, write: (built: string) => void): Promise<ServedSite> => {
      const built = join(temporary, site.stack);
      mkdirSync(built);
      write(built);
      const { siteBucket = "", distributionId = "" } = site.outputs;
      const store = aws.bucket(siteBucket, site.account);
      await publishSite({
        site: { ...site, stack: "dev" },
        built,
        project: EXAMPLE,
        aws: `http://127.0.0.1:${api.port}`,
        signal: new AbortController().signal,
      });
      return { site, edge: new Edge(site, store, () => aws.invalidated(distributionId)) };
    };
    const sites = await Promise.all([
      ...ROUTINGS.map((routing) =>
        publish(siteOf(routing, routing), (built) => {
          writeRecorded(EXAMPLES[routing].generator, built);
        }),
      ),
      publish(siteOf("broken", "files", "script-src 'self'"), (built) => {
        writeFileSync(join(built, "index.html"), BROKEN);
        writeFileSync(join(built, "throws.js"), "throw new Error('thrown');");
        writeFileSync(join(built, "text.txt"), "document.title = 'text';");
      }),
    ]);
    servers = [api, await listen(siteListener(sites, ""))];
  });
  after(async () => {
    for (const server of servers) await server.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  const at = (stack: string, path: string): string => `http://${stack}.localhost:${String(servers[1]?.port)}${path}`;

  for (const routing of ROUTINGS) {
    const { generator, looks } = EXAMPLES[routing];
    for (const [address, status, title, to = address] of looks) {
      it(`shows ${generator}'s ${title} at ${address} with routing: ${routing}`, async () => {
        const visit = await browser().visit(at(routing, address));
        assert.deepEqual([visit.status, visit.url], [status, at(routing, to)]);
        const found = visit.answers.filter((answer) => !answer.startsWith("200 "));
        const redirect = to === address ? [] : [`301 ${at(routing, address)}`];
        assert.deepEqual(found, status === 200 ? redirect : [`404 ${at(routing, to)}`]);
        const missing = `network: Failed to load resource: the server responded with a status of 404 (Not Found) ${at(routing, to)}`;
        assert.deepEqual(visit.messages, status === 200 ? [] : [missing]);
        assert.deepEqual(
          await browser().evaluate(PARTS),
          title === PLAIN ? { ...NOTHING, title } : partsOf(generator, title),
        );
      });
    }
  }

  it("is told from a page that breaks its policy, throws, or has a script that is none", async () => {
    const { status, messages } = await browser().visit(at("broken", "/"));
    assert.equal(status, 200);
    assert.equal(await browser().evaluate("document.title"), "broken");
    const starts = [
      "security: Executing inline script violates",
      "javascript: Error: thrown",
      "security: Refused to execute",
    ];
    assert.deepEqual(
      messages.map((message, index) => message.slice(0, starts[index]?.length)),
      starts,
    );
  });
});
