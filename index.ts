import { DeploymentEnvironment } from "./components/deployment-environment";
import { readPlan } from "./components/facts/plan";
import { GithubActionsRole } from "./components/github-actions-role";
import { GithubOidcProvider } from "./components/github-oidc-provider";
import { JOBS, type RoleName } from "./components/policy/jobs";
import { program } from "./components/program";
import { RepositoryVariables } from "./components/repository-variables";
import { rolePermissions } from "./components/role-permissions";
import { StaticSite } from "./components/static-site";

export = program(async () => {
  const plan = await readPlan();
  const { project, stack, settings, account, github, repository, reviewers, trust } = plan;
  const { protect, sessionMinutes } = settings;
  const ofRepository = { ...settings, repository: repository.name };

  const site = new StaticSite("site", { protect, description: `${project}/${stack}` });
  const provider = new GithubOidcProvider("github", { protect, plan: plan.oidcProvider });
  new DeploymentEnvironment("environment", { ...ofRepository, reviewers }, { provider: github });

  const permissions = rolePermissions(plan, site, provider);
  const role = (name: RoleName, minutes?: number) =>
    new GithubActionsRole(
      name,
      {
        description: JOBS[name].purpose,
        trust: trust.policies[name],
        permissions: permissions(name),
        sessionMinutes: minutes,
      },
      { dependsOn: provider },
    );

  const outputs = {
    awsRegion: account.region,
    branch: settings.branch,
    publishRoleArn: role("publish", sessionMinutes).arn,
    previewRoleArn: role("preview").arn,
    driftRoleArn: role("drift").arn,
    infrastructureRoleArn: role("infrastructure").arn,
    siteBucket: site.bucketName,
    distributionId: site.distributionId,
    siteUrl: site.url,
    sessionSeconds: String(60 * sessionMinutes),
    trust: trust.summary,
  };
  new RepositoryVariables("workflow", { ...ofRepository, outputs }, { provider: github });
  return outputs;
});
