import type * as pulumi from "@pulumi/pulumi";

import { AccessLogs } from "./components/access-logs";
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
  const { accessLogs, geoRestriction, priceClass, webAclArn } = settings;
  const options = { geoRestriction, priceClass, webAclArn };
  const site = new StaticSite("site", { protect, restoreDays, description, edgeCode, headers, options });
  const recorded = { protect, account: facts.account.id, distributionArn: site.distributionArn };
  const logs = accessLogs ? new AccessLogs("logs", recorded) : null;
  const oidcProvider = new GithubOidcProvider("github", { protect, decision: facts.oidcProvider });
  const { made, existingPolicy } = facts.environment;
  const rules = { repository, environment, branch, reviewers, waitMinutes, environmentProtection, existingPolicy };
  if (made) new DeploymentEnvironment("environment", rules, { provider });
  const outputs = Object.assign(stackRoles(facts, { site, logs }, oidcProvider), {
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
