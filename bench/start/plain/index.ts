// The resources of a deployment, in the order in which they were made, and nothing else: no component, no question.
// Whole packages, as in Pulumi's own templates.
import { readFileSync } from "node:fs";
import * as aws from "@pulumi/aws";
import * as github from "@pulumi/github";
import type * as pulumi from "@pulumi/pulumi";
import { type DeployedResource, type Deployment, isMade } from "../../../lib/deployment";

type Made = DeployedResource & { readonly inputs: object };
type Classes = Record<string, new (...args: [string, object, pulumi.CustomResourceOptions]) => pulumi.Resource>;

const { deployment } = JSON.parse(readFileSync(process.env.DEPLOYMENT ?? "", "utf8")) as Deployment;
const ofGithub = { provider: new github.Provider("github", { owner: "acme" }) };
const resources = new Map<string, pulumi.Resource>();
for (const { urn, type, inputs, dependencies = [] } of (deployment.resources ?? []).filter(isMade) as Made[]) {
  const [place, module = "", name = ""] = type.split(":");
  const { [name]: Class } = (place === "github" ? github : aws[module.split("/")[0] as "s3"]) as unknown as Classes;
  if (Class === undefined) throw new Error(`there is no ${type}`);
  const dependsOn = dependencies.flatMap((each) => resources.get(each) ?? []);
  const options = { dependsOn, ...(place === "github" ? ofGithub : {}) };
  resources.set(urn, new Class(urn.split("::")[3] ?? "", inputs, options));
}
