import assert from "node:assert/strict";

import { parseRepository } from "../../../components/policy/repository-name";

describe("the name of a repository", () => {
  it("is its owner's and its own", () => {
    assert.deepEqual(["acme/site", "Acme-Corp/my.site-docs_v2", "octo_emu/.github", "a/..."].map(parseRepository), [
      { owner: "acme", name: "site" },
      { owner: "Acme-Corp", name: "my.site-docs_v2" },
      { owner: "octo_emu", name: ".github" },
      { owner: "a", name: "..." },
    ]);
  });

  const wrong = [
    "",
    "acme",
    "acme/",
    "/site",
    "acme/site/x",
    "acme/.",
    "acme/..",
    "-acme/site",
    "ac.me/site",
    "acme/my site",
    "acme/*",
    "*/site",
    "acme/sit?",
    "acme/${x}",
    "acme@1111/site@2222",
    "https://github.com/acme/site",
    " acme/site",
    "acme/site\n",
    "acme/site.git:x",
    `${"a".repeat(101)}/site`,
    `acme/${"s".repeat(101)}`,
  ];
  for (const text of wrong) {
    it(`is not ${JSON.stringify(text.length > 60 ? `${text.slice(0, 10)}... (${text.length} characters)` : text)}`, () => {
      assert.equal(parseRepository(text), undefined);
    });
  }
});
