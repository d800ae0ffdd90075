import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROUTINGS } from "../../components/policy/routing";
import { TYPE_STRIPPING } from "../../lib/type-stripping";
import { edgeFunction, outcome, requestOf } from "../support/edge";
import { ROOT } from "../support/program";

/** A file, and its address with files, folders, html and app; null where it has none. */
const FILES: readonly (readonly [key: string, ...addresses: (string | null)[]])[] = [
  ["index.html", "/", "/", "/", "/"],
  ["404.html", "/404.html", "/404.html", "/404.html", "/404.html"],
  ["about.html", "/about.html", "/about.html", "/about", "/about.html"],
  ["about/index.html", "/about/index.html", "/about/", "/about/", "/about/index.html"],
  ["docs/404.html", "/docs/404.html", "/docs/404.html", "/docs/404", "/docs/404.html"],
  ["docs/a page.html", "/docs/a%20page.html", "/docs/a%20page.html", "/docs/a%20page", "/docs/a%20page.html"],
  ["docs/index.html", "/docs/index.html", "/docs/", "/docs/", "/docs/index.html"],
  ["docs/v1.2/index.html", "/docs/v1.2/index.html", "/docs/v1.2/", "/docs/v1.2/", "/docs/v1.2/index.html"],
  ["v1.2.html", "/v1.2.html", "/v1.2.html", "/v1.2.html", "/v1.2.html"],
  [".html", "/.html", "/.html", "/.html", "/.html"],
  ["a/.html", "/a/.html", "/a/.html", "/a/.html", "/a/.html"],
  ["index/index.html", "/index/index.html", "/index/", "/index/", "/index/index.html"],
  ["a/myindex.html", "/a/myindex.html", "/a/myindex.html", "/a/myindex", "/a/myindex.html"],
  ["assets/app-1a2b3c4d.js", ...Array<string>(4).fill("/assets/app-1a2b3c4d.js")],
  ["release.json", ...Array<string>(4).fill("/release.json")],
  ["LICENSE", "/LICENSE", null, null, null],
  ["docs/LICENSE", "/docs/LICENSE", null, null, null],
  [".well-known/security.txt", ...Array<string>(4).fill("/.well-known/security.txt")],
  [".well-known/apple-app-site-association", ...Array<string>(4).fill("/.well-known/apple-app-site-association")],
  ["x/.well-known/y", "/x/.well-known/y", null, null, null],
  [
    "\u00fc/\u65e5\u672c.html",
    "/%C3%BC/%E6%97%A5%E6%9C%AC.html",
    "/%C3%BC/%E6%97%A5%E6%9C%AC.html",
    "/%C3%BC/%E6%97%A5%E6%9C%AC",
    "/%C3%BC/%E6%97%A5%E6%9C%AC.html",
  ],
  ["a?b#c%d.html", "/a%3Fb%23c%25d.html", "/a%3Fb%23c%25d.html", "/a%3Fb%23c%25d", "/a%3Fb%23c%25d.html"],
  ["a\\b.txt", ...Array<string>(4).fill("/a%5Cb.txt")],
  ["page.HTML", ...Array<string>(4).fill("/page.HTML")],
  ["__proto__", "/__proto__", null, null, null],
  ["constructor.html", "/constructor.html", "/constructor.html", "/constructor", "/constructor.html"],
];

/** What delivery/lib/addresses.ts, a module of Node's own, says of each file: with files, folders, html and app. */
function addressesOf(keys: readonly string[]): (string | null)[][] {
  const url = pathToFileURL(join(ROOT, "delivery/lib/addresses.ts")).href;
  const script = `import { addressOf } from ${JSON.stringify(url)};
    const found = ${JSON.stringify(keys)}.map((key) => ${JSON.stringify(ROUTINGS)}.map((one) => addressOf(key, one) ?? null));
    process.stdout.write(JSON.stringify(found));`;
  const args = [...TYPE_STRIPPING, "--input-type=module", "--eval", script];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as (string | null)[][];
}

describe("the address of a file", () => {
  let found: (string | null)[][];
  before(() => {
    found = addressesOf(FILES.map(([key]) => key));
  });

  for (const [index, routing] of ROUTINGS.entries()) {
    const answer = edgeFunction({ routing });
    for (const [row, [key, ...addresses]] of FILES.entries()) {
      const address = addresses[index] ?? undefined;
      it(`${key} with routing ${routing} is ${address ?? "none"}, where the edge function serves it without a redirect`, () => {
        assert.equal(found[row]?.[index] ?? undefined, address);
        if (address === undefined) return;
        const served = outcome(answer(requestOf(address)));
        // Of / itself CloudFront makes its default root object.
        assert.equal(decodeURIComponent(served === "/" ? "/index.html" : served), `/${key}`);
      });
    }

    it(`that has none with routing ${routing} is at no address: the function leads elsewhere from its own name`, () => {
      for (const [key] of FILES.filter(([, ...addresses]) => addresses[index] === null)) {
        const path = `/${key.split("/").map(encodeURIComponent).join("/")}`;
        assert.notEqual(outcome(answer(requestOf(path))), path);
      }
    });
  }
});
