import assert from "node:assert/strict";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import type { DeployedSite } from "../../../offline/site/deployed-site";
import type { Asked, Edge } from "../../../offline/site/edge";
import { listen, type Listening } from "../../../offline/site/listen";
import { siteListener } from "../../../offline/site/server";

/** A site whose edge says what it was asked, or redirects where the address is one of `https://`. */
function siteOf(stack: string, aliases: readonly string[]) {
  const answer = ({ host, address }: Asked) =>
    address.startsWith("/to/")
      ? { status: 301, headers: { location: address.slice("/to/".length) } }
      : { status: 200, headers: {}, body: `${stack} ${host} ${address}` };
  const site = { stack, aliases, domainName: `${stack}.cloudfront.net` } as DeployedSite;
  return { site, edge: { answer } as unknown as Edge };
}

describe("the served sites", () => {
  const sites = [siteOf("dev", []), siteOf("prod", ["www.example.com", "example.com"])];
  let server: Listening;
  before(async () => {
    server = await listen(siteListener(sites, "<h1>trust</h1>"));
  });
  after(() => server.close());

  async function get(host: string, path = "/") {
    const { port } = server;
    const asked = request({ port, host: "127.0.0.1", path, headers: { host: `${host}:${port}` } }).end();
    return new Promise<{ status?: number; location?: string; body: string }>((resolve, reject) => {
      asked.once("error", reject).once("response", (response) => {
        const { statusCode: status, headers } = response;
        text(response).then((body) => {
          resolve({ status, location: headers.location, body });
        }, reject);
      });
    });
  }

  it("are told apart by their names: the stack's, or each that the distribution has", async () => {
    assert.equal((await get("dev.localhost", "/a?b")).body, "dev dev.cloudfront.net /a?b");
    assert.equal((await get("www.example.com.localhost")).body, "prod www.example.com /");
    assert.equal((await get("EXAMPLE.com.localhost")).body, "prod example.com /");
  });

  it("stay on this machine where they redirect to one of their names", async () => {
    const { port } = server;
    const location = async (to: string) => (await get("dev.localhost", `/to/${to}`)).location;
    assert.equal(await location("https://example.com/x?y"), `http://example.com.localhost:${port}/x?y`);
    assert.equal(await location("https://example.com.evil.example/"), "https://example.com.evil.example/");
    assert.equal(await location("/x/"), "/x/");
  });

  it("have the page about the trust beside them, and nothing under another name", async () => {
    assert.equal((await get("localhost")).body, "<h1>trust</h1>");
    assert.equal((await get("127.0.0.1")).body, "<h1>trust</h1>");
    assert.equal((await get("localhost", "/x")).status, 404);
    for (const name of ["prod.localhost", "evil.example", "example.com"]) assert.equal((await get(name)).status, 403);
  });
});
