import { GetBucketVersioningCommand, GetPublicAccessBlockCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";

import { isPulumiCloud } from "../../../components/policy/pulumi-cloud";
import { ask } from "../aws/ask";
import type { StateBucket } from "../aws/clients";
import type { Context } from "../context";
import { ok, type Outcome, unknown, warning } from "../outcome";

/** The state's bucket: without versions, an overwritten state is lost. */
export async function bucket({ identity, project, stateBucket }: Context): Promise<Outcome> {
  if (isPulumiCloud(project.backend?.url ?? "")) return ok("none: the state is in Pulumi Cloud");
  const place = await stateBucket();
  const { id } = (await identity()).account;
  const found = await Promise.all([versions(place), publicAccess(place), owner(place, id)]);
  const verdict = (["warning", "unknown", "ok"] as const).find((each) => found.some((one) => one.verdict === each));
  const remedies = found.flatMap(({ remedy }) => remedy ?? []);
  return {
    verdict: verdict ?? "unknown",
    says: found.map(({ says }) => says).join(", "),
    ...(remedies.length === 0 ? {} : { remedy: remedies.join("\n") }),
  };
}

async function versions({ name, s3 }: StateBucket): Promise<Outcome> {
  const question = new GetBucketVersioningCommand({ Bucket: name });
  const answer = await ask((options) => s3.send(question, options)).catch(codeOf);
  if (typeof answer === "string") return unknown(`versions not checked (${answer})`);
  if (answer.Status === "Enabled") return ok("versioned");
  const remedy = `aws s3api put-bucket-versioning --bucket ${name} --versioning-configuration Status=Enabled`;
  return warning("not versioned: a state that is overwritten is lost", remedy);
}

async function publicAccess({ name, s3 }: StateBucket): Promise<Outcome> {
  const question = new GetPublicAccessBlockCommand({ Bucket: name });
  const answer = await ask((options) => s3.send(question, options)).catch(codeOf);
  if (typeof answer === "string" && answer !== "NoSuchPublicAccessBlockConfiguration") {
    return unknown(`public access not checked (${answer})`);
  }
  const block: object = typeof answer === "string" ? {} : (answer.PublicAccessBlockConfiguration ?? {});
  const switches = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];
  if (switches.every((name) => (block as Record<string, unknown>)[name] === true)) return ok("not public");
  const all = switches.map((name) => `${name}=true`).join(",");
  const remedy = `aws s3api put-public-access-block --bucket ${name} --public-access-block-configuration ${all}`;
  return warning("public access not blocked", remedy);
}

/** Asks a bucket that answered once more as one of this account: S3 then refuses if it is another's. */
async function owner({ name, s3 }: StateBucket, account: string): Promise<Outcome> {
  const question = new ListObjectsV2Command({ Bucket: name, MaxKeys: 1, ExpectedBucketOwner: account });
  const answer = await ask((options) => s3.send(question, options)).catch(codeOf);
  if (typeof answer !== "string") return ok("of this account");
  if (answer !== "AccessDenied") return unknown(`owner not checked (${answer})`);
  return warning(
    "of another account",
    `if your organization's central account has it, its bucket policy must let the stack's roles in; otherwise use another bucket`,
  );
}

function codeOf(error: unknown): string {
  return (error as Error).name;
}
