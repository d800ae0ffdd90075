// An installation token of a GitHub App whose private key is in AWS KMS: one repository, three permissions, one job.
//
//   node delivery/github-app-token.ts          mints it: the step's output `token`
//   node delivery/github-app-token.ts revoke   revokes the one in TOKEN, for a last step with `if: always()`
//
// Settings come from environment variables. Those that Actions does not set itself:
//   APP_ID            the App's id, or its client id
//   INSTALLATION_ID   the App's installation that holds the repository
//   KMS_KEY_ARN       the key in AWS KMS that holds the App's private key
//   TOKEN             what to revoke; empty if none was minted
// and, to override defaults, REQUEST_TIMEOUT_MS (15000), RETRY_WAIT_MS (1000) and AWS_TIMEOUT_MS (60000).
import { annotate, DeliveryError, mask, messageOf, run, say, setOutput } from "./lib/actions.ts";
import { appJwt, keySettings } from "./lib/app-jwt.ts";
import { token as tokenForm } from "./lib/forms.ts";
import { githubSettings } from "./lib/github-api.ts";
import { installationSettings, lacking, mintToken, refuseExcess, revokeToken } from "./lib/installation-token.ts";
import { readSettings, textLike } from "./lib/settings.ts";

const mintSettings = {
  ...installationSettings,
  ...keySettings,
  GITHUB_OUTPUT: textLike(/^/, "the file that Actions reads outputs from"),
};

const revokeSettings = {
  ...githubSettings,
  TOKEN: tokenForm("the token that an earlier step minted"),
};

/** Passes a token to later steps, if it has only the rights that were requested. */
async function mint(): Promise<void> {
  const settings = readSettings(mintSettings);
  const minted = await mintToken(settings, await appJwt(settings.APP_ID, settings));
  const { token } = minted;
  mask(token);
  try {
    refuseExcess(minted, settings);
    const missing = lacking(minted);
    if (missing.length > 0)
      annotate("warning", `GitHub does not name ${missing.join(", ")} among the token's permissions`);
    setOutput(settings.GITHUB_OUTPUT, "token", token);
  } catch (error) {
    const outcome = await revokeToken(settings, token).then(() => "The token has been revoked.", messageOf);
    throw new DeliveryError(`${messageOf(error)}\n${outcome}`);
  }
  say(`Minted a token of the App ${settings.APP_ID} for ${settings.GITHUB_REPOSITORY}; it expires within the hour.`);
}

async function revoke(): Promise<void> {
  // Actions makes a missing output an empty text; a variable that is not there at all is a mistake.
  if (process.env.TOKEN === "") {
    say("No token was minted, so there is none to revoke.");
    return;
  }
  const settings = readSettings(revokeSettings);
  const revoked = await revokeToken(settings, settings.TOKEN);
  say(revoked ? "The token has been revoked." : "The token is not valid any more, so there is nothing to revoke.");
}

await run(async () => {
  const [command = "mint", ...rest] = process.argv.slice(2);
  if (rest.length === 0 && command === "mint") await mint();
  else if (rest.length === 0 && command === "revoke") await revoke();
  else throw new DeliveryError(`Got the arguments ${JSON.stringify([command, ...rest])}; expected none, or revoke`);
});
