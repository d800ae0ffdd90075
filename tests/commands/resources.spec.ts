import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { componentsOf } from "../../commands/resources/components";
import { byType, componentTerm, counted, resourceTerm } from "../../commands/resources/field-terms";
import { asMermaid } from "../../commands/resources/mermaid";
import { asText } from "../../commands/resources/text";
import type { DeployedResource, Deployment } from "../../lib/deployment";
import { EXAMPLE } from "../support/example/project";
import { temporaryFolder } from "../support/temporary-folder";

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

describe("npm run resources", () => {
  const folder = temporaryFolder();
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
    const trees = [dev, ...reversed].map(({ stack: name, deployment }) => asText(name, componentsOf(deployment)));
    assert.equal(trees[1], trees[0]);
  });

  it("draws no arrow to a stack that is not asked for", () => {
    assert.doesNotMatch(asMermaid([prod]), /uses|dev/);
  });

  it("prints each stack as a tree with the physical names", () => {
    assert.equal(
      asText("prod-eu", componentsOf(prod.deployment)),
      `Stack prod-eu

  Role (drift)
    IAM role     id-of-drift
    role policy  id-of-drift

  Role (publish)
    IAM role     id-of-publish
    role policy  id-of-publish

  Trust in GitHub (github)
    uses ${PROVIDER_ARN}, which it did not make

  Variables (workflow)
    repository variable  id-of-a
    repository variable  id-of-b`,
    );
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
    const shown = asText("dev", componentsOf({ deployment: { resources } }));
    assert.equal(shown, "Stack dev\n\n  Without a component (p-dev)\n    S3 bucket  id-of-kept");
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

  describe("as a command", function () {
    this.timeout(60_000);

    function run(...args: string[]) {
      const command = ["-r", "ts-node/register", join(EXAMPLE, "commands/resources.ts"), ...args];
      return spawnSync(process.execPath, command, { cwd: EXAMPLE, encoding: "utf8" });
    }

    it("reads a file that pulumi stack export wrote", () => {
      const file = join(folder(), "export.json");
      writeFileSync(file, JSON.stringify(dev.deployment));
      const { status, stdout, stderr } = run("--stack", "dev", "--file", file, "--mermaid");
      assert.deepEqual([status, stdout, stderr], [0, `${asMermaid([dev])}\n`, ""]);
      assert.equal(run("--stack", "dev", "--file", file).stdout, `${asText("dev", componentsOf(dev.deployment))}\n`);
    });

    it("refuses to run for no stack, and a file for two", () => {
      const none = run();
      assert.deepEqual([none.status, none.stdout], [1, ""]);
      assert.match(none.stderr, /^error: --stack <name> is missing\nUsage: npm run resources/);
      const two = run("--stack", "dev", "--stack", "prod", "--file", "export.json");
      assert.deepEqual([two.status, two.stderr], [1, "error: --file holds one stack: expected one --stack\n"]);
    });

    it("refuses a stack that has made nothing", () => {
      const file = join(folder(), "export.json");
      writeFileSync(file, JSON.stringify({ deployment: {} }));
      const { status, stderr } = run("--stack", "dev", "--file", file);
      assert.deepEqual([status, stderr], [1, "error: stack dev has made nothing; expected one that is up\n"]);
    });
  });
});
