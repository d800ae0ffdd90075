import assert from "node:assert/strict";

import { answeredObject, explainFailure, githubError } from "../../../components/policy/github-answers";

const ENDPOINT = "repos/acme/site";
const TITLE = "GitHub did not say what this program must know:";
const refused = (message: string) => ({ title: TITLE, problems: [{ key: `GET /${ENDPOINT}`, message }] });

describe("an answer of GitHub", () => {
  const answered = (code: number, body: string) => answeredObject({ endpoint: ENDPOINT, code, body });

  it("is the object that it holds", () => {
    assert.deepEqual(answered(200, ' {"id": 2222, "owner": {"login": "acme"}}\n'), {
      id: 2222,
      owner: { login: "acme" },
    });
  });

  it("that the repository is not there says what to check", () => {
    assert.throws(
      () => answered(404, '{"message":"Not Found"}'),
      refused(
        "404 Not Found; expected a repository that the token may read: check the key repository, and that GITHUB_TOKEN may read it (GitHub hides what a token may not see)",
      ),
    );
  });

  for (const code of [0, 201, 204, 301, 304, 403, 500, 503]) {
    it(`with the status ${code} is none`, () => {
      assert.throws(() => answered(code, '{"id":2222}'), refused(`status ${code}; expected 200`));
    });
  }

  const bodies: readonly (readonly [title: string, body: string, shown: string])[] = [
    ["a page of HTML", "<!DOCTYPE html>\n<html>\n  Sign in", "<!DOCTYPE html> <html> Sign in"],
    ["nothing", "", "(empty)"],
    ["white space", " \n\t ", "(empty)"],
    ["a list", "[1]", "[1]"],
    ["null", "null", "null"],
    ["text", '"ok"', '"ok"'],
    ["a number", "2222", "2222"],
    ["half of an object", '{"id":', '{"id":'],
    ["a long page", "x".repeat(1001), `${"x".repeat(1000)}...`],
  ];
  for (const [title, body, shown] of bodies) {
    it(`that is ${title} is none, and shown on one line`, () => {
      assert.throws(
        () => answered(200, body),
        refused(`200, but the body is not a JSON object: ${shown}; is a proxy in between?`),
      );
    });
  }
});

describe("a question that failed", () => {
  const api = "https://api.github.com/repos/acme/site";
  const remedies: readonly (readonly [failure: string, remedy: string])[] = [
    [`GET ${api}: 401 Bad credentials []`, "GITHUB_TOKEN is not accepted; expected one that is valid and not expired"],
    [
      `GET ${api}: 403 Resource not accessible by integration []`,
      "GITHUB_TOKEN may not read this; expected Metadata: read and Actions: read on the repository",
    ],
    [
      `GET ${api}: 403 Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization. []`,
      "authorize GITHUB_TOKEN for the organization's single sign-on (gh auth refresh, or Configure SSO at the token)",
    ],
    [
      `GET ${api}: 403 The 'acme' organization forbids access via a fine-grained personal access tokens if the token's lifetime is greater than 366 days. Please adjust your token's lifetime at the following URL: https://github.com/settings/personal-access-tokens/1 []`,
      "the organization accepts no token with such a long lifetime; expected a shorter one",
    ],
    [
      `GET ${api}: 403 Although you appear to have the correct authorization credentials, the \`acme\` organization has an IP allow list enabled, and your IP address is not permitted to access this resource. []`,
      "the organization answers only addresses on its IP allow list; expected a machine that is on it",
    ],
    [
      `GET ${api}: 403 API rate limit of 60 still exceeded until 2026-11-23 13:00:00 +0000 UTC, not making remote request. [rate reset in 59m]`,
      "the rate limit is used up; wait for the time in the message, or set GITHUB_TOKEN (without one GitHub allows 60 requests an hour)",
    ],
    [
      `GET ${api}: 403 You have exceeded a secondary rate limit. Please wait a few minutes []`,
      "the rate limit is used up; wait for the time in the message, or set GITHUB_TOKEN (without one GitHub allows 60 requests an hour)",
    ],
    [
      `Get "${api}": dial tcp: lookup api.github.com: no such host`,
      "GitHub's API cannot be reached; check network and proxy",
    ],
    [
      `Get "${api}": dial tcp 127.0.0.1:443: connect: connection refused`,
      "GitHub's API cannot be reached; check network and proxy",
    ],
    [`Get "${api}": EOF`, "GitHub's API cannot be reached; check network and proxy"],
    [
      `Get "${api}": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
      "GitHub's API cannot be reached; check network and proxy",
    ],
    [`GET ${api}: 500 Server Error []`, "see the message"],
  ];
  for (const [failure, remedy] of remedies) {
    it(`is explained: ${failure.replace(api, "...").slice(0, 70)}`, () => {
      const { title, problems } = explainFailure(ENDPOINT, failure);
      assert.deepEqual({ title, problems }, refused(`${remedy}. GitHub plugin: ${failure}`));
    });
  }

  it("is the look-up of the owner where that is what failed, in whatever question's place", () => {
    for (const base of ["https://api.github.com", "http://127.0.0.1:8080/api/v3"]) {
      const about = (sentence: string) =>
        explainFailure(ENDPOINT, `GET ${base}/orgs/acme: 403 ${sentence} []`).problems[0];
      assert.deepEqual(about("Forbidden"), {
        key: "GET /orgs/acme",
        message:
          "the organization does not let GITHUB_TOKEN in; expected one that it has approved, according to GitHub. " +
          `GitHub plugin: GET ${base}/orgs/acme: 403 Forbidden []`,
      });
      assert.match(
        about("Resource protected by organization SAML enforcement.")?.message ?? "",
        /^authorize GITHUB_TOKEN/,
      );
    }
  });

  it("is told on one line, however long its text is", () => {
    const [problem] = explainFailure(ENDPOINT, `failed\n${"x".repeat(1400)}`).problems;
    assert.equal(problem?.message, `see the message. GitHub plugin: failed ${"x".repeat(993)}...`);
  });

  it("names the question in its message", () => {
    assert.equal(
      githubError(ENDPOINT, "why; expected that").message,
      `${TITLE}\n  GET /repos/acme/site: why; expected that`,
    );
  });
});
