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
import { appJwt } from "./lib/app-jwt.ts";
import { kmsKeyArn, repositoryName, token } from "./lib/forms.ts";
import { type Github, githubSettings } from "./lib/github-api.ts";
import { excess, lacking, type Minted, mintToken, revokeToken, type Wanted } from "./lib/installation-token.ts";
import { positiveInteger, readSettings, textLike } from "./lib/settings.ts";

/** Variables are `actions_variables` here: GitHub silently ignores the key `variables`. */
const PERMISSIONS = { metadata: "read", actions: "read", actions_variables: "write" } as const;

const mintSettings = {
  ...githubSettings,
  APP_ID: textLike(/^(?:[1-9]\d*|Iv[\w.]+)$/, "the App's id, for example 123456, or its client id"),
  INSTALLATION_ID: positiveInteger("the installation's id, the number at the end of its address"),
  KMS_KEY_ARN: kmsKeyArn,
  GITHUB_REPOSITORY: repositoryName,
  GITHUB_REPOSITORY_ID: positiveInteger("the repository's numeric id"),
  GITHUB_OUTPUT: textLike(/^/, "the file that Actions reads outputs from"),
  AWS_TIMEOUT_MS: positiveInteger("whole milliseconds", "60000"),
};

const revokeSettings = {
  ...githubSettings,
  TOKEN: token("the token that an earlier step minted"),
};

async function mint(): Promise<void> {
  const settings = readSettings(mintSettings);
  const wanted: Wanted = {
    appId: settings.APP_ID,
    installationId: settings.INSTALLATION_ID,
    repositoryId: settings.GITHUB_REPOSITORY_ID,
    permissions: PERMISSIONS,
  };
  const minted = await mintToken(settings, await appJwt(settings), wanted);
  mask(minted.token);
  try {
    hand(minted, wanted, settings);
  } catch (error) {
    throw new DeliveryError(`${messageOf(error)}\n${await discard(settings, minted.token)}`);
  }
}

/** Passes the token to later steps, if it has only the rights that were requested. */
function hand(minted: Minted, wanted: Wanted, file: { GITHUB_OUTPUT: string; GITHUB_REPOSITORY: string }): void {
  const tooMuch = excess(minted, wanted);
  if (tooMuch.length > 0) {
    const form = Object.entries(PERMISSIONS).map(([name, level]) => `${name}: ${level}`);
    throw new DeliveryError(
      `The token may do more than was asked for: it has ${tooMuch.join(", ")}; ` +
        `expected ${form.join(", ")} on ${file.GITHUB_REPOSITORY} alone`,
    );
  }
  const missing = lacking(minted, wanted);
  if (missing.length > 0)
    annotate("warning", `GitHub does not name ${missing.join(", ")} among the token's permissions`);
  setOutput(file.GITHUB_OUTPUT, "token", minted.token);
  say(`Minted a token of the App ${wanted.appId} for ${file.GITHUB_REPOSITORY}; it expires within the hour.`);
}

/** Revokes a token that must not be used, and says what came of it. */
async function discard(github: Github, token: string): Promise<string> {
  try {
    await revokeToken(github, token);
    return "The token has been revoked.";
  } catch (error) {
    return messageOf(error);
  }
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

async function main(): Promise<void> {
  const [command = "mint", ...rest] = process.argv.slice(2);
  if (rest.length === 0 && command === "mint") await mint();
  else if (rest.length === 0 && command === "revoke") await revoke();
  else throw new DeliveryError(`Got the arguments ${JSON.stringify([command, ...rest])}; expected none, or revoke`);
}

await run(main);
