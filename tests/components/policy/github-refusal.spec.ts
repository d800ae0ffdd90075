import assert from "node:assert/strict";

import { explainEnvironmentRefusal, explainVariableRefusal } from "../../../components/policy/github-refusal";

const inputs = { variableName: "PROD_SITE_BUCKET" };
/** As the bridge reports it. */
const failed = (text: string) => `1 error occurred:\n\t* ${text}\n\n`;
const variable = (text: string, operation = "create") =>
  explainVariableRefusal({ operation, inputs, error: failed(text) });
const environment = (text: string, operation = "create") =>
  explainEnvironmentRefusal({ operation, inputs: {}, error: failed(text) });

const POST = "POST https://api.github.com/repos/acme/store-4096/actions/variables:";
const PUT = "PUT https://api.github.com/repos/acme/page-4220/environments/prod:";

describe("a change of a variable that GitHub refuses", () => {
  it("is taken for one that exists by the status alone, and keeps GitHub's sentence", () => {
    const conflict = `${POST} 409 Already exists - Variable already exists []`;
    assert.match(
      variable(conflict) ?? "",
      /variable PROD_SITE_BUCKET already\..*adoptVariables: pulumi config set.* GitHub: POST .*: 409 Already exists.* 5xx to an earlier try/,
    );
    assert.equal(variable(conflict, "update"), undefined);
  });

  it("is a matter of the token at 403, whatever numbers the names have", () => {
    const told = variable(`${POST} 403 Resource not accessible by personal access token []`) ?? "";
    assert.match(told, /403 Resource not accessible by personal access token.*Variables: read and write/);
    assert.doesNotMatch(told, /adoptVariables/);
  });

  it("is a matter of the state where it is gone", () => {
    const gone = `PATCH ${POST.slice(5, -1)}/PROD_BRANCH: 404 Not Found []`;
    assert.match(variable(gone, "update") ?? "", /gone in GitHub.*PATCH.*404.*pulumi up --refresh/);
  });

  it("is left to the plugin's own text otherwise", () => {
    for (const text of [`${POST} 500 Server Error []`, "dial tcp: lookup api.github.com-409: no such host", ""]) {
      assert.equal(variable(text), undefined, text);
    }
  });
});

describe("a protection that GitHub refuses", () => {
  it("is a matter of the plan where GitHub says so", () => {
    const plan = `${PUT} 422 Failed to create the environment protection rule. Please ensure the billing plan supports the protection rule. []`;
    assert.match(
      environment(plan) ?? "",
      /plan does not allow.*billing plan.*environmentProtection to branch .* or none/,
    );
  });

  it("is no matter of the plan at another 422", () => {
    const key = `${PUT} 422 Invalid request. Invalid input: "prevent_self_review" is not a permitted key. []`;
    const told = environment(key) ?? "";
    assert.match(told, /not a permitted key.*older Enterprise Server/);
    assert.doesNotMatch(told, /GitHub's plan/);
  });

  it("is a matter of the token at 403, though the repository's name has 422 in it", () => {
    const told = environment(`${PUT} 403 Must have admin rights to Repository. []`, "update") ?? "";
    assert.match(told, /403 Must have admin rights.*Administration: read and write/);
    assert.doesNotMatch(told, /GitHub's plan/);
  });

  it("is Free, or a hidden repository, at 404", () => {
    assert.match(environment(`${PUT} 404 Not Found []`) ?? "", /Free.*environmentProtection to none.*Administration/);
  });

  it("is a matter of the state where something is gone", () => {
    assert.match(environment(`${PUT} 404 Not Found []`, "update") ?? "", /gone in GitHub.*--refresh/);
  });
});
