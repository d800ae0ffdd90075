import * as pulumi from "@pulumi/pulumi";

import { readPlan } from "./components/facts/plan";
import { GithubActionsRole } from "./components/github-actions-role";
import { GithubOidcProvider } from "./components/github-oidc-provider";
import { publishPermissions } from "./components/policy/permissions";
import { program } from "./components/program";
import { RepositoryVariables } from "./components/repository-variables";
import { StaticSite } from "./components/static-site";

export = program(async () => {
  const { settings, owner, account, github, repository, oidcProvider, trust } = await readPlan();
  const { protect, sessionMinutes } = settings;

  const site = new StaticSite("site", { protect, description: owner });
  const { bucketArn, distributionArn } = site;

  const provider = new GithubOidcProvider("github", { protect, plan: oidcProvider });
  const publish = new GithubActionsRole(
    "publish",
    {
      description: "Publishes the site",
      trust: trust.policies.publish,
      permissions: pulumi.output({ bucketArn, distributionArn }).apply(publishPermissions),
      sessionMinutes,
    },
    { dependsOn: provider },
  );

  const outputs = {
    awsRegion: account.region,
    branch: settings.branch,
    publishRoleArn: publish.arn,
    siteBucket: site.bucketName,
    distributionId: site.distributionId,
    siteUrl: site.url,
    sessionSeconds: String(60 * sessionMinutes),
    trust: trust.summary,
  };
  new RepositoryVariables("workflow", { ...settings, repository: repository.name, outputs }, { provider: github });
  return outputs;
});
