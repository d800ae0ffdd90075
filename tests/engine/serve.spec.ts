import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { get } from "node:http";
import { text } from "node:stream/consumers";
import { groupIsAlive, runningIn } from "../support/command";
import { describeOnEngine, withBoth } from "../support/engine";
import { type ServeCommand, startServing } from "../support/served";
import { until } from "../support/until";

describeOnEngine("npm run offline -- serve", () => {
  let state: string;
  let served: ServeCommand;
  let group: number | undefined;

  before(async () => {
    state = await withBoth();
    // The settings of this run belong to the stacks that are up, not to the committed files.
    const settings = ["--config", "redirects={/old: /about.html}", "--config", "headers={custom: {X-Own: served}}"];
    served = await startServing([...settings, "--state", state], () => (group ??= runningIn(state)));
  });

  after(() => {
    served.end();
  });

  async function page(name: string, path: string) {
    const { port } = served;
    return new Promise<{ status?: number; headers: NodeJS.Dict<string | string[]>; body: string }>(
      (resolve, reject) => {
        get({ port, host: "127.0.0.1", path, headers: { host: `${name}:${port}` } }, (response) => {
          const { statusCode: status, headers } = response;
          text(response).then((body) => {
            resolve({ status, headers, body });
          }, reject);
        }).once("error", reject);
      },
    );
  }

  it("says what it did, and where the sites and the trust are", () => {
    const { stdout } = served.command.printed;
    assert.match(
      stdout,
      /^dev {2}[^\n]*\nprod {2}[^\n]*\nsite {2}built in [^\n]*\ndev {2}published in [^\n]*\nprod {2}published in /,
    );
    assert.match(stdout, /\n {2}http:\/\/dev\.localhost:\d+\/\n {2}http:\/\/prod\.localhost:\d+\/\n/);
  });

  it("serves what the publishing scripts have put, with their headers", async () => {
    const home = await page("prod.localhost", "/");
    assert.equal(home.status, 200);
    assert.equal(home.headers["content-type"], "text/html; charset=utf-8");
    assert.match(String(home.headers["cache-control"]), /must-revalidate|no-cache/);
    const asset = /\/assets\/[^"]+\.js/.exec(home.body)?.[0] ?? "";
    assert.match(String((await page("prod.localhost", asset)).headers["cache-control"]), /immutable/);
    const { body } = await page("dev.localhost", "/release.json");
    assert.equal((JSON.parse(body) as { run: string }).run, "1");
    assert.deepEqual([(await page("dev.localhost", "/nothing.html")).status], [404]);
  });

  it("serves as the stacks were deployed: the function and the headers of this run", async () => {
    const { status, headers } = await page("dev.localhost", "/old?a");
    assert.deepEqual([status, headers.location], [301, "/about.html?a"]);
    assert.equal((await page("dev.localhost", "/about.html")).headers["x-own"], "served");
    assert.equal((await page("dev.localhost", "/about")).headers.location, "/about/");
  });

  it("shows the trust of all stacks beside them", async () => {
    const { body } = await page("localhost", "/");
    for (const stack of ["dev", "prod"]) assert.ok(body.includes(`repo:acme@1111/site@2222:environment:${stack}`));
  });

  it("keeps nobody from the state folder, and ends at Ctrl-C with nothing left running", async () => {
    const { command, temporary } = served;
    assert.equal(runningIn(state), undefined);
    assert.ok(group !== undefined && groupIsAlive(group));
    assert.deepEqual(
      readdirSync(temporary).filter((name) => name.startsWith("passwordless-")),
      [],
    );
    command.process.kill("SIGINT");
    assert.equal(await command.ended, 0, command.printed.stderr);
    const leader = group;
    await until(() => !groupIsAlive(leader));
    assert.match(command.printed.stderr, /^Engine [^\n]*\n$/);
    await assert.rejects(page("localhost", "/"));
  });
});
