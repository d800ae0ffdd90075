import assert from "node:assert/strict";
import { anchorsOf, codesOf, linksOf, pages, repositoryFiles, textOf } from "../support/markdown";
import { faultOf, foldersOf, type Linkable } from "./links";
import { strayPaths } from "./paths";

const files = new Set(repositoryFiles());
const repository: Linkable = { files, anchorsOf: (page) => anchorsOf(textOf(page)) };

for (const page of pages()) {
  describe(page, () => {
    const text = textOf(page);

    it("links to what is there", async () => {
      const broken: string[] = [];
      for (const { href, line } of linksOf(text)) {
        const fault = await faultOf(href, page, repository);
        if (fault !== undefined) broken.push(`${page}:${line} links to ${href}: ${fault}`);
      }
      assert.deepEqual(broken, []);
    });

    it("names only files that are there", () => {
      const stray = codesOf(text).flatMap(({ text: code, line }) =>
        strayPaths(code, files).map((path) => `${page}:${line} names ${path}`),
      );
      assert.deepEqual(stray, []);
    });

    it("names only scripts that npm can run", () => {
      // site/ is the user's, and so is the command that builds it: pages name the script that most sites have.
      const scripts = [...scriptsOf("package.json"), "build"];
      const named = scriptsIn(text);
      assert.deepEqual(
        named.filter((script) => !scripts.includes(script)),
        [],
      );
    });
  });
}

function scriptsIn(text: string): string[] {
  return [...text.matchAll(/\bnpm run (?:-s |--silent )?([\w:-]+)/g)].map(([, script = ""]) => script);
}

function scriptsOf(file: string): string[] {
  const { scripts = {} } = JSON.parse(textOf(file)) as { scripts?: Record<string, string> };
  return Object.keys(scripts);
}

describe("the reading of links", () => {
  const page = `# A \`title\` with *words*, & more
## Again
## Again
<a id="by-hand"></a>

One [link](a.md), two
lines [down](b%20c.md "title") and <https://example.com/x>, and ![image](d.svg).

| head |
| ---- |
| cell |
| [in a table](e.md) \`code\` |

<img src="f.png">

\`\`\`md
[no link](g.md)
\`\`\`
`;

  it("finds each with its line, and none in a fence", () => {
    assert.deepEqual(
      linksOf(page).map(({ href, line }) => `${line} ${href}`),
      ["6 a.md", "7 b c.md", "7 https://example.com/x", "7 d.svg", "12 e.md", "14 f.png"],
    );
    assert.deepEqual(codesOf(page), [
      { text: "title", line: 1 },
      { text: "code", line: 12 },
    ]);
  });

  it("names headings as GitHub does", async () => {
    assert.deepEqual([...(await anchorsOf(page))], ["a-title-with-words--more", "again", "again-1", "by-hand"]);
  });
});

describe("a link", () => {
  const small: Linkable = {
    files: new Set(["README.md", "docs/a.md", "docs/more/b.ts"]),
    anchorsOf: (page) => Promise.resolve(new Set(page === "docs/a.md" ? ["here"] : [])),
  };

  it("may lead to a file, a folder, a heading and a public address", async () => {
    for (const href of [
      "more/b.ts",
      "more",
      "more/",
      "..",
      "../README.md",
      "#here",
      "a.md#here",
      "https://a.example/#x",
    ]) {
      assert.equal(await faultOf(href, "docs/a.md", small), undefined, href);
    }
  });

  const broken: Readonly<Record<string, RegExp>> = {
    "b.md": /no docs\/b\.md/,
    "A.md": /no docs\/A\.md/,
    "README.md": /no docs\/README\.md/,
    "../../README.md": /no \.\.\/README\.md/,
    "#there": /docs\/a\.md has no heading #there/,
    "../README.md#here": /README\.md has no heading #here/,
    "more/b.ts#L1": /only a page/,
    "/README.md": /relative to the page/,
    "file:///README.md": /https/,
    "http://a.example": /https/,
    "https://localhost:8080/": /public host/,
    "https://10.0.0.1/": /public host/,
  };
  for (const [href, message] of Object.entries(broken)) {
    it(`may not be ${href}`, async () => {
      assert.match((await faultOf(href, "docs/a.md", small)) ?? "no fault", message);
    });
  }
});

describe("a path in backquotes", () => {
  it("is held to the repository where it is meant to be there", () => {
    const tree = new Set(["tests/a.spec.ts", "offline/x/y.ts", "package.json", ".github/workflows/site.yml"]);
    assert.deepEqual([...foldersOf(tree)], [".", "tests", "offline/x", "offline", ".github/workflows", ".github"]);
    for (const code of [
      "offline/x/",
      "node -r ts-node/register tests/a.spec.ts --list=package.json",
      "site.yml",
      "acme/site",
      "Pulumi.<stack>.yaml",
      "Pulumi.staging.yaml",
      "tests/**/*.spec.ts",
      "./offline/x/y.ts",
    ]) {
      assert.deepEqual(strayPaths(code, tree), [], code);
    }
    assert.deepEqual(strayPaths("run tests/b.spec.ts, offline/X and 'sites.yml'", tree), [
      "tests/b.spec.ts",
      "offline/X",
      "sites.yml",
    ]);
  });
});
