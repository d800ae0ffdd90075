import assert from "node:assert/strict";
import { componentsOf } from "../../../commands/docs/resources/components";
import { byType, componentTerm, counted, resourceTerm } from "../../../commands/docs/resources/field-terms";
import { asMermaid } from "../../../commands/docs/resources/mermaid";
import type { DeployedResource, Deployment } from "../../../lib/deployment";

const PROVIDER_ARN = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
const ROLE = "passwordless:github:GithubActionsRole";
const PROVIDER = "passwordless:github:GithubOidcProvider";
const VARIABLES = "passwordless:github:RepositoryVariables";

const urnOf = (type: string, name: string): string => `urn:pulumi:s::p::${type}::${name}`;

function component(type: string, name: string, outputs = {}): DeployedResource {
  return { urn: urnOf(type, name), type, outputs };
}

function made(parent: DeployedResource, type: string, name: string, more: Partial<DeployedResource> = {}) {
  return { urn: urnOf(type, name), type, id: `id-of-${name}`, parent: parent.urn, outputs: {}, ...more };
}

/** A stack with two roles and two variables, which makes the OIDC provider or uses one. */
function stack(name: string, provider: "made" | "existing"): { stack: string; deployment: Deployment } {
  const [trust, publish, drift, variables] = [
    component(PROVIDER, "github", { arn: PROVIDER_ARN }),
    component(ROLE, "publish"),
    component(ROLE, "drift"),
    component(VARIABLES, "workflow"),
  ];
  const outputs = { assumeRolePolicy: JSON.stringify({ Federated: PROVIDER_ARN }) };
  const dependencies =
    provider === "made" ? [urnOf("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "github")] : [];
  const roles = [publish, drift].flatMap((role, index) => {
    const roleName = ["publish", "drift"][index] ?? "";
    return [
      role,
      made(role, "aws:iam/role:Role", roleName, { outputs, dependencies }),
      made(role, "aws:iam/rolePolicy:RolePolicy", roleName),
    ];
  });
  const values = ["a", "b"].map((key) =>
    made(variables, "github:index/actionsVariable:ActionsVariable", key, {
      dependencies: [urnOf("aws:iam/role:Role", "drift")],
    }),
  );
  const own = made(trust, "aws:iam/openIdConnectProvider:OpenIdConnectProvider", "github", { id: PROVIDER_ARN });
  const resources = [
    component("pulumi:pulumi:Stack", `p-${name}`),
    { urn: urnOf("pulumi:providers:aws", "default"), type: "pulumi:providers:aws", id: "1234" },
    variables,
    ...values,
    trust,
    ...(provider === "made" ? [own] : []),
    ...roles,
  ];
  return { stack: name, deployment: { deployment: { resources } } };
}

const DRAWING = `flowchart LR
  subgraph stack_dev ["Stack dev"]
    subgraph dev_in_aws ["AWS"]
      dev_GithubActionsRole["Roles drift, publish<br>2 IAM roles<br>2 role policies"]
      dev_GithubOidcProvider["Trust in GitHub<br>IAM OIDC provider"]
    end
    subgraph dev_in_github ["GitHub"]
      dev_RepositoryVariables["Variables<br>2 repository variables"]
    end
  end
  subgraph stack_prod_eu ["Stack prod-eu"]
    subgraph prod_eu_in_aws ["AWS"]
      prod_eu_GithubActionsRole["Roles drift, publish<br>2 IAM roles<br>2 role policies"]
      prod_eu_GithubOidcProvider["Trust in GitHub<br>not made by this stack"]
    end
    subgraph prod_eu_in_github ["GitHub"]
      prod_eu_RepositoryVariables["Variables<br>2 repository variables"]
    end
  end
  dev_GithubActionsRole --> dev_GithubOidcProvider
  dev_RepositoryVariables --> dev_GithubActionsRole
  prod_eu_GithubActionsRole --> prod_eu_GithubOidcProvider
  prod_eu_GithubOidcProvider -.->|"uses"| dev_GithubOidcProvider
  prod_eu_RepositoryVariables --> prod_eu_GithubActionsRole`;

describe("the drawing of what each stack makes", () => {
  const [dev, prod] = [stack("dev", "made"), stack("prod-eu", "existing")];

  it("draws each stack with what it made in AWS and GitHub, and what it uses of another", () => {
    assert.equal(asMermaid([dev, prod]), DRAWING);
  });

  it("shows the same whatever order the engine recorded", () => {
    const reversed = [dev, prod].map(({ stack: name, deployment }) => ({
      stack: name,
      deployment: { deployment: { resources: [...(deployment.deployment.resources ?? [])].reverse() } },
    }));
    assert.equal(asMermaid(reversed), DRAWING);
  });

  it("draws no arrow to a stack that is not asked for", () => {
    assert.doesNotMatch(asMermaid([prod]), /uses|dev/);
  });

  it("counts only what the stack made and still has", () => {
    const root = component("pulumi:pulumi:Stack", "p-dev");
    const resources = [
      root,
      made(root, "aws:s3/bucket:Bucket", "kept"),
      made(root, "aws:s3/bucket:Bucket", "looked-up", { external: true }),
      made(root, "aws:s3/bucket:Bucket", "replaced", { delete: true }),
      component("passwordless:web:StaticSite", "empty"),
    ];
    const shown = componentsOf({ deployment: { resources } });
    assert.deepEqual(
      shown.map(({ name, resources: own }) => [name, own.map(({ id }) => id)]),
      [["p-dev", ["id-of-kept"]]],
    );
  });

  it("has words for types that it does not know, behind those that it does", () => {
    assert.equal(resourceTerm("aws:sqs/queuePolicy:QueuePolicy"), "queue policy");
    assert.equal(componentTerm("acme:x:TinyThing", 2), "tiny things");
    assert.deepEqual([counted(1, "queue policy"), counted(3, "queue policy")], ["queue policy", "3 queue policies"]);
    assert.deepEqual(
      [counted(2, "IAM role"), counted(2, "ownership controls")],
      ["2 IAM roles", "2 ownership controls"],
    );
    const types = ["aws:z:Z", "aws:iam/role:Role", "aws:a:A", "aws:s3/bucket:Bucket"].map((type) => ({ type }));
    assert.deepEqual(
      types.sort(byType).map(({ type }) => type),
      ["aws:s3/bucket:Bucket", "aws:iam/role:Role", "aws:a:A", "aws:z:Z"],
    );
  });
});
