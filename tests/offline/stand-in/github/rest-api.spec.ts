import assert from "node:assert/strict";
import { textOf } from "../../../../offline/stand-in/properties";
import type { Answer, World } from "../../../../offline/stand-in/world";
import { testCloud, world } from "../harness";

function get(endpoint: string, of: World = world) {
  const result = testCloud(of).github.invoke("github:index/getRestApi:getRestApi", { endpoint });
  return { code: result.code, body: JSON.parse(textOf(result, "body")) as unknown };
}

function answering(answer: Answer) {
  const answers = { "/repos/acme/site": answer };
  return get("repos/acme/site", { ...world, github: { ...world.github, answers } });
}

describe("GitHub's REST API", () => {
  const repository = {
    id: 2222,
    name: "site",
    full_name: "acme/site",
    private: true,
    owner: { login: "acme", id: 1111, type: "Organization" },
    visibility: "private",
    archived: false,
    default_branch: "main",
  };
  for (const endpoint of ["repos/acme/site", "/repos/acme/site", "repos/ACME/Site", "repos/acme/old"]) {
    it(`answers to ${endpoint} with the repository as it is called now`, () => {
      assert.deepEqual(get(endpoint), { code: 200, body: repository });
    });
  }

  it("tells what tokens start with", () => {
    assert.deepEqual(get("repos/acme/site/actions/oidc/customization/sub").body, {
      use_default: true,
      use_immutable_subject: false,
      sub_claim_prefix: "repo:acme@1111/site@2222",
    });
  });

  it("tells whether a branch is there, and which rules it has", () => {
    assert.equal(get("repos/acme/site/branches/main").code, 200);
    assert.equal(get("repos/acme/site/branches/release%2F1").code, 200);
    assert.equal(get("repos/acme/site/branches/none").code, 404);
    const rules = [{ type: "pull_request", parameters: { required_approving_review_count: 1 } }];
    assert.deepEqual(get("repos/acme/site/rules/branches/main").body, rules);
    assert.deepEqual(get("repos/acme/site/rules/branches/release%2F1").body, []);
    assert.deepEqual(get("repos/acme/site/rules/branches/none").body, []);
  });

  it("tells who can read a repository: everybody, but where the world says who", () => {
    const of = (access?: object): World => {
      const site = { ...world.github.repositories["acme/site"], ...(access === undefined ? {} : { access }) };
      const repositories = { ...world.github.repositories, "acme/site": site } as World["github"]["repositories"];
      return { ...world, github: { repositories, users: { octocat: 5 }, teams: { platform: 9 } } };
    };
    const told = (access?: object) => {
      const asked = testCloud(of(access)).github;
      const answer = (endpoint: string) => asked.invoke("github:index/getRestApi:getRestApi", { endpoint });
      const { body } = answer("repos/acme/site/collaborators/octocat/permission");
      const { permission } = JSON.parse(body as string) as { permission: string };
      return [permission, answer("organizations/1111/team/9/repos/acme/site").code];
    };
    assert.deepEqual(told(), ["read", 204]);
    assert.deepEqual(told({ users: [], teams: [] }), ["none", 404]);
    assert.deepEqual(get("organizations/1111/team/9", of()).body, { id: 9, slug: "platform" });
  });

  it("answers with 404 for an unknown repository, whatever is asked about it", () => {
    const body = { message: "Not Found", status: "404" };
    assert.deepEqual(get("repos/acme/none"), { code: 404, body });
    assert.deepEqual(get("repos/acme/none/actions/oidc/customization/sub"), { code: 404, body });
  });

  it("refuses an endpoint that the stand-in does not know", () => {
    for (const endpoint of ["user", "repos/acme/site/hooks", "repos/acme"]) {
      assert.throws(() => get(endpoint), {
        message: `the stand-in for GitHub does not know the endpoint https://api.github.com/${endpoint}`,
      });
    }
  });

  it("gives the answers that the world wants: 404 is one, other failures are errors", () => {
    assert.deepEqual(answering({ code: 200, body: "[]" }), { code: 200, body: [] });
    assert.equal(answering({ code: 404, body: "{}" }).code, 404);
    const failed = "GET https://api.github.com/repos/acme/site:";
    assert.throws(() => answering({ code: 401, body: '{"message":"Bad credentials"}' }), {
      message: `${failed} 401 Bad credentials []`,
    });
    assert.throws(() => answering({ code: 502, body: "<html></html>" }), { message: `${failed} 502  []` });
    const error = 'Get "https://api.github.com/repos/acme/site": dial tcp: lookup api.github.com: no such host';
    assert.throws(() => answering({ error }), { message: error });
  });
});
