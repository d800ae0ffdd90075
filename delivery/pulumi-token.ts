// Exchanges the job's GitHub OIDC token for a Pulumi Cloud token that only this job has. No secret is stored. If the
// committed Pulumi.yaml keeps the state elsewhere, this requests nothing and outputs no token.
//
//   node delivery/pulumi-token.ts   the step's outputs `stack`, the stack's name for pulumi, and `token`
//
// Settings come from environment variables. Those that Actions does not set itself:
//   STACK              the stack; its file is Pulumi.<stack>.yaml in the current folder
//   ACCESS             read or write: which team's token to request
//   LIFETIME_SECONDS   how long the token is valid
// and, to override defaults, REQUEST_TIMEOUT_MS (15000) and RETRY_WAIT_MS (1000).
//
// https://www.pulumi.com/docs/reference/cloud-rest-api/oauth-token-exchange/
import { DeliveryError, excerpt, mask, run, say, setOutput } from "./lib/actions.ts";
import { stackName, token as tokenForm } from "./lib/forms.ts";
import { patienceSettings, type Reply, send } from "./lib/http.ts";
import { type IdToken, idToken } from "./lib/id-token.ts";
import { isRecord, parseJson } from "./lib/json.ts";
import { type CloudStack, cloudStackOf } from "./lib/pulumi-cloud.ts";
import { positiveInteger, readSettings, textLike, type Values } from "./lib/settings.ts";

/** The one kind of token that is asked for. Those of an organization or a person may do more than one job needs. */
const TOKEN_TYPE = "urn:pulumi:token-type:access_token:team";

const settings = {
  ...patienceSettings,
  STACK: stackName,
  ACCESS: textLike(/^(?:read|write)$/, "read or write"),
  LIFETIME_SECONDS: positiveInteger("whole seconds"),
  GITHUB_OUTPUT: textLike(/^/, "the file that Actions reads outputs from"),
};

type Settings = Values<typeof settings>;

async function exchange(cloud: CloudStack, team: string, read: Settings): Promise<string> {
  const audience = `urn:pulumi:org:${cloud.organization}`;
  const subject = await idToken(audience, read);
  const body = {
    audience,
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
    subject_token: subject.text,
    requested_token_type: TOKEN_TYPE,
    scope: `team:${team}`,
    expiration: read.LIFETIME_SECONDS,
  };
  const headers = { Accept: "application/json", "Content-Type": "application/json" };
  const url = `${cloud.url}/api/oauth/token`;
  const reply = await send({ method: "POST", url, headers, body: JSON.stringify(body) }, read);
  if (reply.status !== 200) throw refusal(reply, cloud, team, subject);
  const answer = parseJson(reply.text);
  const { access_token: token, issued_token_type: type } = isRecord(answer) ? answer : {};
  if (typeof token !== "string" || tokenForm("").parse(token) === undefined)
    throw new DeliveryError(`${url} answered without a token; is backend.url the address of Pulumi Cloud's API?`);
  mask(token);
  if (type !== TOKEN_TYPE)
    throw new DeliveryError(`Pulumi Cloud gave a token of the type ${String(type)}; expected ${TOKEN_TYPE}`);
  return token;
}

/** Why there is no token, in Pulumi Cloud's words, and what to do about it. */
function refusal({ status, text }: Reply, cloud: CloudStack, team: string, subject: IdToken): DeliveryError {
  const answer = parseJson(text);
  const { error, error_description: description, message } = isRecord(answer) ? answer : {};
  const words = [error, description, message].filter((word) => typeof word === "string");
  const said = excerpt(words.length > 0 ? words.join(": ") : text, 300);
  const claims = ["aud", "sub", "repository_id", "repository_owner_id", "environment", "ref", "job_workflow_ref"];
  const shown = claims.map((claim) => `  ${claim}: ${JSON.stringify(subject.claims[claim] ?? null)}`);
  const hint = /\bexpired?\b/i.test(said)
    ? "The token from GitHub was valid for minutes: run the job again, and check the runner's clock."
    : `Expected the organization ${cloud.organization} with GitHub as an issuer, the team ${team} in it, and a rule that this ` +
      `job's token meets: \`npm run trust -- --stack ${cloud.stack} --pulumi-cloud\` prints what to register. The token says:\n` +
      shown.join("\n");
  return new DeliveryError(`Pulumi Cloud (${cloud.url}) refused the exchange: ${status} ${said}\n${hint}`);
}

await run(async () => {
  const read = readSettings(settings);
  const cloud = cloudStackOf(".", read.STACK);
  if (cloud === undefined) {
    setOutput(read.GITHUB_OUTPUT, "stack", read.STACK);
    say("The state is not in Pulumi Cloud, so no token of it is needed.");
    return;
  }
  const team = `${cloud.project}-${cloud.stack}-${read.ACCESS}`;
  const token = await exchange(cloud, team, read);
  setOutput(read.GITHUB_OUTPUT, "stack", `${cloud.organization}/${read.STACK}`);
  setOutput(read.GITHUB_OUTPUT, "token", token);
  say(`Got a token of the team ${team} in ${cloud.organization}, for ${read.LIFETIME_SECONDS} seconds.`);
});
