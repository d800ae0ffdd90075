// The JWT that authenticates a GitHub App. Its private key stays in AWS KMS, which signs.
import { execFile } from "node:child_process";
import { DeliveryError, excerpt, hide } from "./actions.ts";
import { kmsKeyArn, regionOf } from "./forms.ts";
import { isRecord, parseJson } from "./json.ts";
import { positiveInteger, type Values } from "./settings.ts";

/** Seconds that the App's clock may be ahead of GitHub's: GitHub refuses a JWT from the future. */
const BACKDATED = 60;
/** Seconds for which the JWT is used. GitHub allows `exp` at most 600 ahead; the less, the less a leak is worth. */
const LIFETIME = 300;

const ALGORITHM = "RSASSA_PKCS1_V1_5_SHA_256";

// What KMS and the AWS CLI say, and what it means here.
// https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html#API_Sign_Errors
const CAUSES: readonly (readonly [RegExp, string])[] = [
  [/AccessDenied/, `this job's role, or the key's policy, does not allow kms:Sign with ${ALGORITHM} on it`],
  [/NotFoundException/, "there is no such key in that account and region"],
  [/DisabledException/, "the key is disabled"],
  [/KMSInvalidStateException/, "the key cannot sign in its state: its import or its deletion is pending"],
  [/InvalidKeyUsage|ValidationException/, "the key is of another type; expected RSA_2048 with key usage SIGN_VERIFY"],
  [/Unable to locate credentials|NoCredentials/, "there are no AWS credentials; assume the role in an earlier step"],
  [
    /ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InvalidSignature/,
    "the AWS credentials are not valid any more",
  ],
  [/Could not connect|EndpointConnection|ConnectTimeout|ReadTimeout|timeout on endpoint/i, "KMS cannot be reached"],
  [/--cli-binary-format/, "this is another AWS CLI; expected version 2"],
];

/** The key in AWS KMS that signs for a GitHub App, and how long that may take. Spread these into a script's settings. */
export const keySettings = {
  KMS_KEY_ARN: kmsKeyArn,
  AWS_TIMEOUT_MS: positiveInteger("whole milliseconds", "60000"),
};

/**
 * The JWT that authenticates a GitHub App, signed in AWS KMS. It is a credential: it opens every installation of
 * the App until it expires.
 * https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
 *
 * @param appId - The App's id, or its client id.
 * @throws DeliveryError if KMS does not sign it.
 */
export async function appJwt(appId: string, key: Values<typeof keySettings>): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const header = { alg: "RS256", typ: "JWT" };
  const claims = { iat: now - BACKDATED, exp: now + LIFETIME, iss: appId };
  const unsigned = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  const jwt = `${unsigned}.${await signed(key.KMS_KEY_ARN, unsigned, key.AWS_TIMEOUT_MS)}`;
  hide(jwt);
  return jwt;
}

/**
 * Signs text with an RSA key that stays in AWS KMS (RS256), with AWS CLI version 2 from PATH, in the key's region. The
 * text is an argument of the command, so it must not be a secret; the signature is kept out of the log.
 *
 * @param timeout - Milliseconds that the command may take, its own retries included.
 * @returns the signature in base64url.
 * @throws DeliveryError if there is no AWS CLI, or it or KMS refuses, or the answer is not a signature.
 */
async function signed(keyArn: string, text: string, timeout: number): Promise<string> {
  // Otherwise the CLI would take the text for base64, or for what its config file says.
  const format = "--message-type RAW --cli-binary-format raw-in-base64-out --output json".split(" ");
  const call = ["--key-id", keyArn, "--region", regionOf(keyArn), "--signing-algorithm", ALGORITHM, "--message", text];
  const answer = parseJson(await aws(keyArn, ["kms", "sign", ...call, ...format], timeout));
  const base64 = isRecord(answer) && typeof answer.Signature === "string" ? answer.Signature : "";
  const signature = Buffer.from(base64, "base64").toString("base64url");
  if (signature === "") throw new DeliveryError(`KMS_KEY_ARN: ${keyArn}: aws kms sign answered without a signature`);
  hide(base64);
  hide(signature);
  return signature;
}

function aws(keyArn: string, args: readonly string[], timeout: number): Promise<string> {
  const env = { ...process.env, AWS_PAGER: "", AWS_CLI_AUTO_PROMPT: "off", AWS_CLI_ERROR_FORMAT: "legacy" };
  return new Promise((resolve, reject) => {
    // The message of `error` and what the command printed are not shown: both may hold what was signed.
    execFile("aws", args, { env, timeout, killSignal: "SIGKILL" }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new DeliveryError(`KMS_KEY_ARN: ${keyArn}: ${failure(error, stderr, timeout)}`));
    });
  });
}

function failure(error: { code?: unknown; killed?: boolean }, stderr: string, timeout: number): string {
  if (error.code === "ENOENT" || error.code === "EACCES")
    return "there is no AWS CLI; expected aws, version 2, on PATH";
  if (error.killed === true) return `aws kms sign did not end within ${timeout} ms`;
  const [, cause = `aws kms sign failed with exit code ${String(error.code)}`] =
    CAUSES.find(([pattern]) => pattern.test(stderr)) ?? [];
  const said = excerpt(stderr.trim().split("\n").at(-1) ?? "", 600);
  return said === "" ? cause : `${cause}\nAWS says: ${said}`;
}
