// After AWS refused to let a job assume a role: AWS does not say why. This asks GitHub for the token again and shows,
// claim by claim, what the role trusts and what the token has, the differing ones first, with the likely cause.
// The token itself is never shown.
//
// Settings come from the environment: ROLE (for example publish), TRUST (the repository variable <ENV>_TRUST), and what
// Actions sets by itself in a job with the permission id-token: write.
import { annotate, DeliveryError, hide, messageOf, run, say } from "./lib/actions.ts";
import { compare, likelyCause, type Comparison } from "./lib/claims.ts";
import { AUDIENCE, ISSUER, token } from "./lib/forms.ts";
import { patienceSettings, send } from "./lib/http.ts";
import { isRecord, parseJson } from "./lib/json.ts";
import { readSettings, textLike } from "./lib/settings.ts";
import { loopbackOrHttps } from "./lib/site.ts";

const settings = {
  ...patienceSettings,
  ROLE: textLike(/^[a-z]+$/, "the name of a role, for example publish"),
  TRUST: textLike(/^/, "what the roles trust: the repository variable <ENVIRONMENT>_TRUST"),
  AUDIENCE: { ...textLike(/^[\w.:/-]+$/, "the audience for which the token is asked"), fallback: AUDIENCE },
};

const tokenSettings = {
  ACTIONS_ID_TOKEN_REQUEST_URL: loopbackOrHttps("GitHub's https address for tokens"),
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: token("the job's own credential for it"),
};

type Settings = ReturnType<typeof readSettings<typeof settings>>;

/** The claims of the token that GitHub gives this job. */
async function tokenClaims(patience: Settings): Promise<Readonly<Record<string, unknown>>> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: credential } = readSettings(tokenSettings);
  hide(credential);
  const address = new URL(url);
  address.searchParams.set("audience", patience.AUDIENCE);
  const headers = { Authorization: `Bearer ${credential}`, Accept: "application/json" };
  const reply = await send({ method: "GET", url: address.href, headers }, patience);
  const answer = parseJson(reply.text);
  const token = isRecord(answer) && typeof answer.value === "string" ? answer.value : "";
  const parts = token.split(".");
  // Each part by itself as well: the log is not to hold enough to put a token together. (What is short is no part.)
  for (const secret of [token, ...parts]) if (secret.length > 20) hide(secret);
  const claims = parseJson(Buffer.from(parts[1] ?? "", "base64url").toString());
  if (reply.status !== 200 || !isRecord(claims)) {
    throw new DeliveryError(`GitHub gave no token: it answered ${reply.status}. Is githubstatus.com quiet?`);
  }
  return claims;
}

/** The jobs that the role trusts. */
function trustedJobs({ ROLE, TRUST }: Settings): Readonly<Record<string, unknown>>[] {
  const trust = parseJson(TRUST);
  const jobs: unknown = isRecord(trust) ? trust[ROLE] : undefined;
  if (!Array.isArray(jobs) || jobs.length === 0 || !jobs.every(isRecord)) {
    throw new DeliveryError(
      `TRUST: has no jobs of the role ${ROLE}; wanted the JSON that the stack's \`pulumi up\` writes`,
    );
  }
  return jobs;
}

function show({ rows, until }: Comparison, title: string): void {
  say(title);
  for (const { claim, trusted, given, same } of rows) {
    say(
      same
        ? `  same     ${claim}: ${trusted}`
        : `  DIFFERS  ${claim}: the role trusts ${trusted}; the token has ${given ?? "none"}`,
    );
  }
  if (until !== undefined)
    say(`  ${until.past ? "DIFFERS  trusted only until" : "same     trusted until"} ${until.text}`);
}

async function main(): Promise<void> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url = "", ACTIONS_ID_TOKEN_REQUEST_TOKEN: credential = "" } = process.env;
  if (url === "" || credential === "") {
    throw new DeliveryError(
      "Likely cause: this job may not ask GitHub for a token. It needs `permissions: id-token: write`; in a reusable " +
        "workflow the calling job needs it, too. Runs for pull requests from forks never get it.",
    );
  }
  const read = readSettings(settings);
  const jobs = trustedJobs(read);
  const claims = await tokenClaims(read);
  const compared = jobs
    .map((job) => compare({ iss: ISSUER, ...job }, claims, new Date()))
    .sort((a, b) => a.differences - b.differences);
  for (const [index, comparison] of compared.entries()) {
    show(
      comparison,
      index === 0 ? `The role ${read.ROLE} and this job's token:` : "The other job that the role trusts:",
    );
  }
  const [closest] = compared;
  if (closest !== undefined) annotate("error", `Likely cause: ${likelyCause(closest)}`);
}

await run(async () => {
  try {
    await main();
  } catch (error) {
    throw error instanceof DeliveryError
      ? error
      : new DeliveryError(`Why AWS refused is not known: ${messageOf(error)}`);
  }
});
