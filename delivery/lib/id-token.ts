import { DeliveryError, hide } from "./actions.ts";
import { token } from "./forms.ts";
import { type Patience, send } from "./http.ts";
import { isRecord, parseJson } from "./json.ts";
import { readSettings } from "./settings.ts";
import { loopbackOrHttps } from "./site.ts";

const settings = {
  ACTIONS_ID_TOKEN_REQUEST_URL: loopbackOrHttps("GitHub's https address for tokens"),
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: token("the job's own credential for it"),
};

/** GitHub's token that identifies this job. It is a credential, and never shown. */
export interface IdToken {
  readonly text: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/**
 * Asks GitHub for this job's token, with what Actions sets in a job with the permission id-token: write.
 *
 * @param audience - Whom it is for.
 * @throws DeliveryError if the job may not ask, or GitHub gives none.
 */
export async function idToken(audience: string, patience: Patience): Promise<IdToken> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: set = "", ACTIONS_ID_TOKEN_REQUEST_TOKEN: given = "" } = process.env;
  if (set === "" || given === "") {
    throw new DeliveryError(
      "Likely cause: this job may not ask GitHub for a token. It needs `permissions: id-token: write`; in a reusable " +
        "workflow the calling job needs it, too. Runs for pull requests from forks never get it.",
    );
  }
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: credential } = readSettings(settings);
  const address = new URL(url);
  address.searchParams.set("audience", audience);
  const headers = { Authorization: `Bearer ${credential}`, Accept: "application/json" };
  const reply = await send({ method: "GET", url: address.href, headers }, patience);
  const answer = parseJson(reply.text);
  const text = isRecord(answer) && typeof answer.value === "string" ? answer.value : "";
  const parts = text.split(".");
  // Each part too: the log must not hold enough to put a token together. (What is short is no part.)
  for (const secret of [text, ...parts]) if (secret.length > 20) hide(secret);
  const claims = parseJson(Buffer.from(parts[1] ?? "", "base64url").toString());
  if (reply.status !== 200 || !isRecord(claims)) {
    throw new DeliveryError(
      `GitHub gave no token: it answered ${reply.status}. Does githubstatus.com report an incident?`,
    );
  }
  return { text, claims };
}
