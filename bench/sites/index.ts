// A stack with as many sites as the setting sites says. Each has what a site needs to be published: the site, the role of
// its publishing job, and the variables that tell this job where to.
import { join } from "node:path";

import { ActionsVariable } from "@pulumi/github/actionsVariable";
import * as pulumi from "@pulumi/pulumi";

import { stackEdgeCode } from "../../components/policy/edge-function";
import { GithubActionsRole } from "../../components/github-actions-role";
import { GithubOidcProvider } from "../../components/github-oidc-provider";
import { githubProvider } from "../../components/github-provider";
import { variableName } from "../../components/policy/names";
import { oidcProviderArn } from "../../components/policy/oidc";
import { publishPermissions } from "../../components/policy/publish-permissions";
import { ROLES } from "../../components/policy/roles";
import { trustedJobs } from "../../components/policy/role-trust";
import { trustPolicy } from "../../components/policy/trust";
import { StaticSite } from "../../components/static-site";
import { projectRoot } from "../../lib/paths";
import { readText } from "../../lib/read-text";

const REPOSITORY = {
  subjectPrefix: "repo:acme/site",
  owner: "acme",
  ownerId: "1111",
  name: "site",
  repositoryId: "2222",
  defaultBranch: "main",
};
const TRUSTED = { branch: "main", alsoTrust: null, now: new Date() };
const HEADERS = { contentSecurityPolicy: "", strictTransportSecurity: "", custom: [], policyId: "" } as const;
const ACCOUNT = "111122223333";

/** Managed-SecurityHeadersPolicy, of AWS's own: an account has room for 20 others. */
const SECURITY_HEADERS = "67f7725c-6f97-4210-82d7-5512b31e9d03";

export = () => {
  const arn = oidcProviderArn({ id: ACCOUNT, region: "us-east-1", partition: "aws" });
  const github = githubProvider(REPOSITORY.owner);
  const provider = new GithubOidcProvider("github", {
    protect: false,
    decision: { action: "create", arn, adopt: false, tags: {}, audiences: ["sts.amazonaws.com"], complete: true },
  });
  const count = new pulumi.Config().requireNumber("sites");
  for (let site = 1; site <= count; site += 1) declareSite(`site-${site}`, arn, provider, github);
};

function declareSite(name: string, arn: string, provider: GithubOidcProvider, github: pulumi.ProviderResource): void {
  const site = new StaticSite(name, {
    protect: false,
    restoreDays: 90,
    options: { priceClass: "PriceClass_All", webAclArn: "", geoRestriction: null },
    description: name,
    edgeCode: stackEdgeCode(readText(join(projectRoot, "components/edge/viewer-request.js")), {
      routing: "folders",
      domain: null,
      redirects: [],
      headers: HEADERS,
    }),
    headers: { ...HEADERS, policyId: SECURITY_HEADERS },
  });
  const trusted = { ...TRUSTED, environment: name, repository: REPOSITORY };
  const arns = pulumi.output({ bucketArn: site.bucketArn, distributionArn: site.distributionArn });
  const role = new GithubActionsRole(
    name,
    {
      description: `Publishes ${name}`,
      trust: trustPolicy(arn, trustedJobs("publish", ROLES.publish, trusted)),
      permissions: arns.apply((known) => publishPermissions(known, ACCOUNT)),
    },
    { dependsOn: provider },
  );
  const outputs = {
    publishRoleArn: role.arn,
    siteBucket: site.bucketName,
    distributionId: site.distributionId,
    siteUrl: site.url,
  };
  for (const [output, value] of Object.entries(outputs)) {
    const variable = { repository: REPOSITORY.name, variableName: variableName(name, output), value };
    new ActionsVariable(`${name}-${output}`, variable, { provider: github });
  }
}
