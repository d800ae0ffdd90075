import assert from "node:assert/strict";

import { endpointsOf, repositoryFacts } from "../../../components/policy/repository-facts";
import { CUSTOMIZATION, REPOSITORY } from "../../support/program";

const ASKED = { owner: "acme", name: "site" };
const SUBJECT = "repos/acme/site/actions/oidc/customization/sub";

interface Situation {
  readonly asked?: typeof ASKED;
  readonly repository?: object;
  readonly customization?: object;
  readonly statedPrefix?: string;
  /** The whole answer to the question for the subjects. */
  readonly subject?: { readonly code: number; readonly body: string };
}

function facts({ asked = ASKED, repository = {}, customization = {}, statedPrefix = "", subject }: Situation = {}) {
  const answer = (endpoint: string, body: object) => ({ endpoint, code: 200, body: JSON.stringify(body) });
  return repositoryFacts({
    asked,
    repository: answer("repos/acme/site", { ...REPOSITORY, ...repository }),
    subject: { ...answer(SUBJECT, { ...CUSTOMIZATION, ...customization }), ...subject },
    statedPrefix,
  });
}

const FACTS = {
  owner: "acme",
  name: "site",
  repositoryId: "2222",
  ownerId: "1111",
  visibility: "private",
  defaultBranch: "main",
  subjectPrefix: "repo:acme@1111/site@2222",
};

describe("what GitHub says of a repository", () => {
  it("is asked with two questions", () => {
    assert.deepEqual(endpointsOf(ASKED), { repository: "repos/acme/site", subject: SUBJECT });
  });

  it("is ids as text, names, visibility, default branch and prefix", () => {
    assert.deepEqual(facts(), FACTS);
  });

  it("is spelled as GitHub spells it, however the user did", () => {
    const repository = { name: "My.Site", owner: { login: "Acme", id: 1111 } };
    const customization = { sub_claim_prefix: "repo:Acme@1111/My.Site@2222" };
    assert.deepEqual(facts({ asked: { owner: "ACME", name: "my.site" }, repository, customization }), {
      ...FACTS,
      owner: "Acme",
      name: "My.Site",
      subjectPrefix: "repo:Acme@1111/My.Site@2222",
    });
  });

  it("is the prefix that GitHub gives, whatever it says of immutable subjects", () => {
    const prefixOf = (use_immutable_subject: boolean, sub_claim_prefix: string) =>
      facts({ customization: { use_immutable_subject, sub_claim_prefix } }).subjectPrefix;
    assert.deepEqual(
      [prefixOf(false, "repo:acme@1111/site@2222"), prefixOf(true, "repo:acme/site")],
      ["repo:acme@1111/site@2222", "repo:acme/site"],
    );
  });

  it("is completed by the user where GitHub gives no prefix, and confirmed where it gives the same", () => {
    for (const given of [null, undefined, "", 5]) {
      const customization = { sub_claim_prefix: given };
      assert.equal(facts({ customization, statedPrefix: "repo:acme/site" }).subjectPrefix, "repo:acme/site");
    }
    assert.deepEqual(facts({ statedPrefix: "repo:acme@1111/site@2222" }), FACTS);
  });

  it("may have the default form written out as a template", () => {
    const written = (...keys: string[]) => ({ customization: { use_default: false, include_claim_keys: keys } });
    assert.deepEqual(facts(written("repo", "context")), FACTS);
    for (const keys of [["context", "repo"], ["repo"], ["repo", "context", "job_workflow_ref"]]) {
      assert.throws(() => facts(written(...keys)), /follow a template of its own/, keys.join());
    }
  });

  it("is what the user states where GitHub does not know the question, and only then", () => {
    const unknown = { code: 404, body: "{}" };
    assert.equal(facts({ subject: unknown, statedPrefix: "repo:acme/site" }).subjectPrefix, "repo:acme/site");
    assert.throws(() => facts({ subject: unknown, statedPrefix: "repo:acme/other" }), /names another repository/);
    assert.throws(() => facts({ subject: unknown }), /404 Not Found, though the repository was read: .*subjectPrefix/);
  });
});

/** Fields of GitHub's answer that cannot be used: which, how they are, in an answer, as shown, and what is wanted. */
const UNUSABLE: readonly (readonly [field: string, what: string, repository: object, shown: string, want: string])[] = [
  ["id", "text", { id: "2222" }, '"2222"', "a whole number"],
  ["id", "an asterisk", { id: "*" }, '"*"', "a whole number"],
  ["id", "no number", { id: null }, "null", "a whole number"],
  ["id", "a part of a number", { id: 22.22 }, "22.22", "a whole number"],
  ["id", "zero", { id: 0 }, "0", "a whole number"],
  ["id", "less than zero", { id: -1 }, "-1", "a whole number"],
  ["id", "more than a number can be exactly", { id: 2 ** 53 }, "9007199254740992", "a whole number"],
  ["owner.id", "missing", { owner: { login: "acme" } }, "nothing", "a whole number"],
  ["owner.login", "missing", { owner: null }, "nothing", "text"],
  ["name", "missing", { name: undefined }, "nothing", "text"],
  ["name", "empty", { name: "" }, '""', "text"],
  ["visibility", "no text", { visibility: 5 }, "5", "text"],
  ["default_branch", "missing", { default_branch: null }, "null", "the exact name of one branch"],
  ["default_branch", "a pattern", { default_branch: "*" }, '"*"', "the exact name of one branch"],
  ["default_branch", "a variable", { default_branch: "${aws:x}" }, '"${aws:x}"', "the exact name of one branch"],
];

describe("a repository that cannot be trusted", () => {
  const github = "GitHub did not say what this program must know:";
  const settings = "GitHub's repository does not fit the settings:";
  const none = { sub_claim_prefix: null };
  const form = "expected repo:owner/name or repo:owner@id/name@id, both ids or neither, as GitHub gives it";

  const refusals: readonly (readonly [title: string, Situation, heading: string, key: string, message: string])[] = [
    [
      "is stated in another case than GitHub spells it",
      { customization: none, statedPrefix: "repo:ACME/Site" },
      settings,
      "subjectPrefix",
      'got "repo:ACME/Site", which names another repository than acme/site',
    ],
    [
      "is archived",
      { repository: { archived: true } },
      github,
      "GET /repos/acme/site",
      "the repository is archived: no workflow runs in it; expected one that is not",
    ],
    [
      "has another name by now",
      { repository: { name: "website" } },
      settings,
      "repository",
      'got "acme/site", which GitHub now calls acme/website; expected that name',
    ],
    [
      "has another owner by now",
      { repository: { owner: { login: "acme-corp", id: 5 } } },
      settings,
      "repository",
      'got "acme/site", which GitHub now calls acme-corp/site; expected that name',
    ],
    [
      "has subjects of its own template",
      { customization: { use_default: false } },
      github,
      `GET /${SUBJECT}`,
      "use_default is false: the repository's subjects follow a template of its own, not the form that the roles trust; expected GitHub's default (PUT the same endpoint with use_default true)",
    ],
    [
      "does not say whether it has such a template",
      { customization: { use_default: undefined } },
      github,
      `GET /${SUBJECT}`,
      "use_default is nothing: the repository's subjects follow a template of its own, not the form that the roles trust; expected GitHub's default (PUT the same endpoint with use_default true)",
    ],
    [
      "has no prefix, from nobody",
      { customization: none },
      github,
      `GET /${SUBJECT}`,
      `sub_claim_prefix is null: GitHub does not say what the subjects start with; expected it in the config key subjectPrefix (repo:owner/name or repo:owner@id/name@id, both ids or neither, as GitHub gives it), taken from a token of a test run`,
    ],
    [
      "has another prefix than the user stated",
      { statedPrefix: "repo:acme/site" },
      settings,
      "subjectPrefix",
      'got "repo:acme/site", but GitHub says "repo:acme@1111/site@2222"; expected that, or no subjectPrefix at all',
    ],
    [
      "has a stated prefix of another repository",
      { customization: none, statedPrefix: "repo:acme/other" },
      settings,
      "subjectPrefix",
      'got "repo:acme/other", which names another repository than acme/site',
    ],
    [
      "has a stated prefix in the form with hyphens",
      { customization: none, statedPrefix: "repo:acme-1111/site-2222" },
      settings,
      "subjectPrefix",
      'got "repo:acme-1111/site-2222", which names another repository than acme/site (the form with hyphens is never issued)',
    ],
    [
      "has a stated prefix with another repository's id",
      { customization: none, statedPrefix: "repo:acme@1111/site@3333" },
      settings,
      "subjectPrefix",
      'got "repo:acme@1111/site@3333", but GitHub says owner id 1111 and repository id 2222',
    ],
    [
      "has a stated prefix with another owner's id",
      { customization: none, statedPrefix: "repo:acme@8888/site@2222" },
      settings,
      "subjectPrefix",
      'got "repo:acme@8888/site@2222", but GitHub says owner id 1111 and repository id 2222',
    ],
    ...["repo:acme/*", "repo:acme@1111/site", "repo:acme@1111/site@2222:", "acme/site"].map(
      (text) =>
        [
          `has the prefix ${text} from GitHub`,
          { customization: { sub_claim_prefix: text } },
          settings,
          "sub_claim_prefix",
          `got "${text}"; ${form}`,
        ] as const,
    ),
    [
      "has another repository's prefix from GitHub",
      { customization: { sub_claim_prefix: "repo:acme@1111/other@4444" } },
      settings,
      "sub_claim_prefix",
      'got "repo:acme@1111/other@4444", which names another repository than acme/site',
    ],
    [
      "has another repository's id in its prefix from GitHub",
      { customization: { sub_claim_prefix: "repo:acme@1111/site@3333" } },
      settings,
      "sub_claim_prefix",
      'got "repo:acme@1111/site@3333", but GitHub says owner id 1111 and repository id 2222',
    ],
    ...UNUSABLE.map(
      ([field, what, repository, shown, want]) =>
        [
          `has as ${field} ${what}`,
          { repository },
          github,
          "GET /repos/acme/site",
          `${field} is ${shown}; expected ${want}`,
        ] as const,
    ),
  ];

  for (const [title, situation, heading, key, message] of refusals) {
    it(title, () => {
      assert.throws(() => facts(situation), { title: heading, problems: [{ key, message }] });
    });
  }
});
