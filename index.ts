import { DeploymentEnvironment } from "./components/deployment-environment";
import { readPlan } from "./components/facts/plan";
import { GithubOidcProvider } from "./components/github-oidc-provider";
import { program } from "./components/program";
import { RepositoryVariables } from "./components/repository-variables";
import { stackRoles } from "./components/stack-roles";
import { StaticSite } from "./components/static-site";

export = program(async () => {
  const plan = await readPlan();
  const { project, stack, settings, account, github, repository, reviewers } = plan;
  const { protect } = settings;
  const ofRepository = { ...settings, repository: repository.name };

  const site = new StaticSite("site", { protect, description: `${project}/${stack}` });
  const provider = new GithubOidcProvider("github", { protect, plan: plan.oidcProvider });
  const roles = stackRoles(plan, site, provider);
  new DeploymentEnvironment("environment", { ...ofRepository, reviewers }, { provider: github });

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
    trust: plan.trust.summary,
  };
  new RepositoryVariables("workflow", { ...ofRepository, outputs }, { provider: github });
  return outputs;
});
