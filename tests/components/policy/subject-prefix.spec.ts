import assert from "node:assert/strict";

import { isHyphenForm, parseSubjectPrefix } from "../../../components/policy/subject-prefix";

describe("a subject prefix", () => {
  it("has names alone, or both names with both ids", () => {
    assert.deepEqual(parseSubjectPrefix("repo:acme/site"), { text: "repo:acme/site", owner: "acme", name: "site" });
    assert.deepEqual(parseSubjectPrefix("repo:Acme-Corp@1111/my.site-docs_v2@2222"), {
      text: "repo:Acme-Corp@1111/my.site-docs_v2@2222",
      owner: "Acme-Corp",
      name: "my.site-docs_v2",
      ids: { owner: "1111", repository: "2222" },
    });
  });

  const wrong: Readonly<Record<string, string>> = {
    "an asterisk for the repository": "repo:acme/*",
    "an asterisk in a name": "repo:acme/si*te",
    "an asterisk for an id": "repo:acme@1111/site@*",
    "an asterisk for the owner": "repo:*/site",
    "a question mark": "repo:acme/sit?",
    "a policy variable": "repo:acme/${aws:username}",
    "no repo:": "acme/site",
    "another word than repo": "repository:acme/site",
    "repo: in another case": "Repo:acme/site",
    "the owner's id alone": "repo:acme@1111/site",
    "the repository's id alone": "repo:acme/site@2222",
    "an empty id": "repo:acme@/site@",
    "an id that starts with zero": "repo:acme@0111/site@2222",
    "an id that is no number": "repo:acme@x/site@2222",
    "a colon at its end": "repo:acme/site:",
    "more than the prefix": "repo:acme/site:environment:prod",
    "a slash too many": "repo:acme/site/x",
    "no repository": "repo:acme",
    "an empty name": "repo:acme/",
    "an owner that starts with a dash": "repo:-acme/site",
    "a space": "repo:acme/my site",
    "a new line at its end": "repo:acme/site\n",
    nothing: "",
  };
  for (const [title, text] of Object.entries(wrong)) {
    it(`is none with ${title}`, () => {
      assert.equal(parseSubjectPrefix(text), undefined);
    });
  }
});

describe("the form with hyphens", () => {
  it("is an owner with a number and the repository with its id, without any other id", () => {
    const isSo = (text: string) => {
      const prefix = parseSubjectPrefix(text);
      assert.ok(prefix, text);
      return isHyphenForm(prefix, "2222");
    };
    assert.deepEqual(
      [
        "repo:acme-1111/site-2222",
        "repo:acme-1111/my-site-2222",
        "repo:acme/site-2222",
        "repo:acme-1111/site",
        "repo:acme-1111/site-3333",
        "repo:acme-1111@1111/site-2222@2222",
      ].map(isSo),
      [true, true, false, false, false, false],
    );
  });
});
