// Runs after AWS refused to let a job assume a role, because AWS does not say why. Requests the token from GitHub again and
// shows, claim by claim, what the role trusts and what the token has, differences first, with the likely cause.
// The token itself is never shown.
//
// Settings come from the environment: ROLE (for example publish), TRUST (the repository variable <ENV>_TRUST), and what
// Actions sets itself in a job with the permission id-token: write.
import { annotate, DeliveryError, messageOf, run, say } from "./lib/actions.ts";
import { compare, likelyCause, type Row } from "./lib/claims.ts";
import { AUDIENCE, ISSUER } from "./lib/forms.ts";
import { patienceSettings } from "./lib/http.ts";
import { idToken } from "./lib/id-token.ts";
import { isRecord, parseJson } from "./lib/json.ts";
import { readSettings, textLike, type Values } from "./lib/settings.ts";

const asking = {
  ...patienceSettings,
  AUDIENCE: { ...textLike(/^[\w.:/-]+$/, "the audience for which the token is asked"), fallback: AUDIENCE },
};

const settings = {
  ROLE: textLike(/^[a-z][a-z0-9]*$/, "the name of a role, for example publish"),
  TRUST: textLike(/^/, "what the roles trust: the repository variable <ENVIRONMENT>_TRUST"),
};

type Settings = Values<typeof settings>;

/** The jobs that the role trusts. */
function trustedJobs({ ROLE, TRUST }: Settings): Readonly<Record<string, unknown>>[] {
  const trust = parseJson(TRUST);
  const jobs: unknown = isRecord(trust) ? trust[ROLE] : undefined;
  if (!Array.isArray(jobs) || jobs.length === 0 || !jobs.every(isRecord)) {
    throw new DeliveryError(
      `TRUST: has no jobs of the role ${ROLE}; expected the JSON that the stack's \`pulumi up\` writes`,
    );
  }
  return jobs;
}

function show(rows: readonly Row[], title: string): void {
  say(title);
  for (const { claim, trusted, given, same } of rows) {
    const verdict = same ? "  same     " : "  DIFFERS  ";
    if (claim === "until") say(`${verdict}trusted ${same ? "" : "only "}until ${trusted}`);
    else if (same) say(`${verdict}${claim}: ${trusted}`);
    else say(`${verdict}${claim}: the role trusts ${trusted}; the token has ${given ?? "none"}`);
  }
}

function differing(rows: readonly Row[]): number {
  return rows.filter(({ same }) => !same).length;
}

async function main(): Promise<void> {
  const { AUDIENCE: audience, ...patience } = readSettings(asking);
  const { claims } = await idToken(audience, patience);
  const read = readSettings(settings);
  const jobs = trustedJobs(read);
  const compared = jobs
    .map((job) => compare({ iss: ISSUER, ...job }, claims, new Date()))
    .sort((a, b) => differing(a) - differing(b));
  for (const [index, rows] of compared.entries())
    show(rows, index === 0 ? `The role ${read.ROLE} and this job's token:` : "The other job that the role trusts:");
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
