import assert from "node:assert/strict";
import { asMermaid, counted, termOf } from "../../../commands/docs/drawing";
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
      dev_GithubActionsRole["GitHub actions role: drift, publish<br>Role × 2<br>Role policy × 2"]
      dev_GithubOidcProvider["GitHub OIDC provider<br>Open id connect provider"]
    end
    subgraph dev_in_github ["GitHub"]
      dev_RepositoryVariables["Repository variables<br>Actions variable × 2"]
    end
  end
  subgraph stack_prod_eu ["Stack prod-eu"]
    subgraph prod_eu_in_aws ["AWS"]
      prod_eu_GithubActionsRole["GitHub actions role: drift, publish<br>Role × 2<br>Role policy × 2"]
      prod_eu_GithubOidcProvider["GitHub OIDC provider<br>not made by this stack"]
    end
    subgraph prod_eu_in_github ["GitHub"]
      prod_eu_RepositoryVariables["Repository variables<br>Actions variable × 2"]
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
    assert.match(
      asMermaid([{ stack: "dev", deployment: { deployment: { resources } } }]),
      /^flowchart LR\n.*\n.*\n {6}dev_Stack\["Stack<br>Bucket"\]\n {4}end\n {2}end$/,
    );
  });

  it("takes its words from the types", () => {
    assert.equal(termOf("aws:sqs/queuePolicy:QueuePolicy"), "Queue policy");
    assert.equal(termOf("passwordless:github:GithubOidcProvider"), "GitHub OIDC provider");
    assert.deepEqual([counted("Role", 1), counted("Role", 3)], ["Role", "Role × 3"]);
  });
});
