import type * as pulumi from "@pulumi/pulumi";

import { DeploymentEnvironment } from "./components/deployment-environment";
import { readFacts } from "./components/facts/facts";
import { GithubOidcProvider } from "./components/github-oidc-provider";
import type { OutputName } from "./components/policy/outputs";
import { program } from "./components/program";
import { RepositoryVariables } from "./components/repository-variables";
import { stackRoles } from "./components/stack-roles";
import { stackSite } from "./components/stack-site";

export = program(async () => {
  const facts = await readFacts();
  const { settings, github: provider, reviewers, adoptVariables } = facts;
  const { branch, environment, environmentProtection, protect, waitMinutes } = settings;
  const repository = facts.repository.name;
  const served = stackSite(facts);
  const oidcProvider = new GithubOidcProvider("github", { protect, decision: facts.oidcProvider });
  const { made, existingPolicy } = facts.environment;
  const rules = { repository, environment, branch, reviewers, waitMinutes, environmentProtection, existingPolicy };
  if (made) new DeploymentEnvironment("environment", rules, { provider });
  const outputs = Object.assign(stackRoles(facts, served, oidcProvider), {
    awsRegion: facts.account.region,
    branch,
    siteBucket: served.site.bucketName,
    distributionId: served.site.distributionId,
    siteUrl: served.url,
    sessionSeconds: String(60 * settings.sessionMinutes),
    trust: facts.trust.summary,
  } satisfies Record<OutputName, pulumi.Input<string>>);
  new RepositoryVariables("workflow", { repository, environment, adoptVariables, outputs }, { provider });
  return Object.assign(outputs, served.dnsOutputs);
});
