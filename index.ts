import type * as pulumi from "@pulumi/pulumi";

import { DeploymentEnvironment } from "./components/deployment-environment";
import { readFacts } from "./components/facts/facts";
import { GithubOidcProvider } from "./components/github-oidc-provider";
import type { OutputName } from "./components/policy/outputs";
import { program } from "./components/program";
import { RepositoryVariables } from "./components/repository-variables";
import { stackRoles } from "./components/stack-roles";
import { StaticSite } from "./components/static-site";

export = program(async () => {
  const facts = await readFacts();
  const { project, stack, settings, account, github, repository, reviewers, adoptVariables, environment } = facts;
  const { protect } = settings;
  const ofRepository = { ...settings, repository: repository.name };

  const site = new StaticSite("site", { protect, description: `${project}/${stack}` });
  const oidcProvider = new GithubOidcProvider("github", { protect, decision: facts.oidcProvider });
  const roles = stackRoles(facts, site, oidcProvider);
  const existing = { ...ofRepository, ...environment, reviewers };
  if (environment.made) new DeploymentEnvironment("environment", existing, { provider: github });

  const outputs = {
    awsRegion: account.region,
    branch: settings.branch,
    publishRoleArn: roles.publish.arn,
    previewRoleArn: roles.preview.arn,
    driftRoleArn: roles.drift.arn,
    infrastructureRoleArn: roles.infrastructure.arn,
    siteBucket: site.bucketName,
    distributionId: site.distributionId,
    siteUrl: site.url,
    sessionSeconds: String(60 * settings.sessionMinutes),
    trust: facts.trust.summary,
  } satisfies Record<OutputName, pulumi.Input<string>>;
  new RepositoryVariables("workflow", { ...ofRepository, adoptVariables, outputs }, { provider: github });
  return outputs;
});
