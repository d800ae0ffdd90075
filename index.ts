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
  const { project, stack, settings, github: provider, reviewers, adoptVariables, edgeCode } = facts;
  const { branch, environment, environmentProtection, headers, protect, restoreDays, waitMinutes } = settings;
  const repository = facts.repository.name;
  const description = `${project}/${stack}`;
  const site = new StaticSite("site", { protect, restoreDays, description, edgeCode, headers });
  const oidcProvider = new GithubOidcProvider("github", { protect, decision: facts.oidcProvider });
  const roleArns = stackRoles(facts, site, oidcProvider);
  const { made, existingPolicy } = facts.environment;
  const rules = { repository, environment, branch, reviewers, waitMinutes, environmentProtection, existingPolicy };
  if (made) new DeploymentEnvironment("environment", rules, { provider });
  const outputs = Object.assign(roleArns, {
    awsRegion: facts.account.region,
    branch,
    siteBucket: site.bucketName,
    distributionId: site.distributionId,
    siteUrl: site.url,
    sessionSeconds: String(60 * settings.sessionMinutes),
    trust: facts.trust.summary,
  } satisfies Record<OutputName, pulumi.Input<string>>);
  new RepositoryVariables("workflow", { repository, environment, adoptVariables, outputs }, { provider });
  return outputs;
});
