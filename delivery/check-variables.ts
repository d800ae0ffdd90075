// Refuses a repository variable that is missing or not in the form that a stack writes. Every collaborator may write
// variables, and their values go into AWS calls and addresses.
//
//   node delivery/check-variables.ts AWS_REGION SITE_BUCKET ...   the names of environment variables to check
//   PREFIX    the prefix of the repository's variables, for the message. Default: none
import { DeliveryError, run } from "./lib/actions.ts";
import { bucketName, distributionId, region } from "./lib/forms.ts";
import { readSettings, type Setting, textLike } from "./lib/settings.ts";
import { siteUrl } from "./lib/site.ts";

const roleArn = textLike(/^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]{1,128}$/, "the ARN of an IAM role");

/** The forms, by the end of the variable's name. */
const forms: Readonly<Record<string, Setting<string>>> = {
  AWS_REGION: region,
  ROLE_ARN: roleArn,
  PUBLISH_ROLE_ARN: roleArn,
  INFRASTRUCTURE_ROLE_ARN: roleArn,
  SITE_BUCKET: bucketName,
  DISTRIBUTION_ID: distributionId,
  SITE_URL: siteUrl,
  SESSION_SECONDS: textLike(/^[1-9]\d{2,4}$/, "a session's seconds, for example 1800"),
};

await run(() => {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => forms[name] === undefined);
  if (names.length === 0 || unknown.length > 0)
    throw new DeliveryError(
      `expected names of variables, each of ${Object.keys(forms).join(", ")}; got ${unknown.join()}`,
    );
  try {
    readSettings(Object.fromEntries(Object.entries(forms).filter(([name]) => names.includes(name))));
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    const prefix = process.env.PREFIX ?? "";
    const named = error.message.replaceAll(/^/gm, prefix === "" ? "" : `${prefix}_`);
    throw new DeliveryError(`${named}\nThe stack's \`pulumi up\` writes the repository's variables.`);
  }
});
