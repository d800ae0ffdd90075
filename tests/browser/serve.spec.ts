// What a person sees of `npm run offline -- serve`: a site with names of its own.
import assert from "node:assert/strict";
import { startedBrowser } from "../support/browser";
import { describeOnEngine, newState } from "../support/engine";
import { type ServeCommand, startServing } from "../support/served";

const [NAME, ALIAS, REDIRECTED] = ["www.example.com", "docs.example.com", "example.com"];

/** As strict as the example's site allows. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const CONFIG = [
  `domain={name: ${NAME}, aliases: [${ALIAS}], redirects: [${REDIRECTED}], zoneId: Z0EXAMPLE}`,
  "redirects={/old: /about.html}",
  `headers=${JSON.stringify({ contentSecurityPolicy: POLICY })}`,
].flatMap((setting) => ["--config", setting]);

/** What the page itself says of its parts. */
const PARTS = `({
  heading: document.querySelector("h1").textContent,
  release: document.querySelector("[data-release]")?.textContent.replace(/[0-9a-f]{7} of .*/, "...") ?? "",
  styled: getComputedStyle(document.body).maxWidth,
  images: [...document.images].map(({ naturalWidth }) => naturalWidth > 0),
  secure: isSecureContext,
})`;

const HOME = { heading: "Published without a key", release: "Release ...", styled: "704px", images: [], secure: true };
const ABOUT = { ...HOME, heading: "How it came here", images: [true] };
const MISSING = { heading: "Not here", release: "", styled: "704px", images: [], secure: true };

describeOnEngine("a served site with a domain, in a browser", () => {
  const browser = startedBrowser();
  let served: ServeCommand | undefined;

  before(async () => {
    served = await startServing(["--stack", "dev", "--state", newState(), ...CONFIG]);
  });
  after(() => served?.end());

  const at = (name: string, path: string): string => `http://${name}.localhost:${String(served?.port)}${path}`;
  const parts = () => browser().evaluate(PARTS);

  for (const name of [NAME, ALIAS]) {
    for (const [path, page] of [
      ["/", HOME],
      ["/about.html", ABOUT],
    ] as const) {
      it(`shows ${name}${path} whole, with an empty console`, async () => {
        const { status, url, answers, messages } = await browser().visit(at(name, path));
        assert.deepEqual([status, url, messages], [200, at(name, path), []]);
        assert.deepEqual(await parts(), page);
        for (const answer of answers) assert.match(answer, /^200 /);
      });
    }
  }

  it("shows its own page for a missing one, which is the only 404", async () => {
    const address = at(NAME, "/guide/nothing.html");
    const { status, answers, messages } = await browser().visit(address);
    assert.equal(status, 404);
    assert.deepEqual(await parts(), MISSING);
    assert.deepEqual(
      answers.filter((answer) => !answer.startsWith("200 ")),
      [`404 ${address}`],
    );
    assert.deepEqual(messages, [
      `network: Failed to load resource: the server responded with a status of 404 (Not Found) ${address}`,
    ]);
  });

  for (const [from, path, to] of [
    [NAME, "/old?from=mail", "/about.html?from=mail"],
    [REDIRECTED, "/about.html?a=b", "/about.html?a=b"],
  ] as const) {
    it(`leads ${from}${path} to ${NAME}${to}`, async () => {
      const { status, url, answers, messages } = await browser().visit(at(from, path));
      assert.deepEqual([status, url, messages], [200, at(NAME, to), []]);
      assert.equal(answers[0], `301 ${at(from, path)}`);
      assert.deepEqual(await parts(), ABOUT);
    });
  }

  it("shows who may publish it beside it", async () => {
    const { status, messages } = await browser().visit(`http://localhost:${String(served?.port)}/`);
    assert.deepEqual([status, messages], [200, []]);
    assert.match(
      String(await browser().evaluate("document.body.innerText")),
      /repo:acme@1111\/site@2222:environment:dev/,
    );
  });
});
