import { hide } from "./actions.ts";
import { signWithKms } from "./kms.ts";

/** Seconds that the App's clock may be ahead of GitHub's: GitHub refuses a JWT from the future. */
const BACKDATED = 60;
/** Seconds for which the JWT is used. GitHub allows `exp` at most 600 ahead; the less, the less a leak is worth. */
const LIFETIME = 300;

/** A GitHub App's identity: its id (or client id) and the key in AWS KMS that signs for it. */
export interface AppIdentity {
  readonly APP_ID: string;
  readonly KMS_KEY_ARN: string;
  /** Milliseconds that signing may take. */
  readonly AWS_TIMEOUT_MS: number;
}

/**
 * The JWT that authenticates a GitHub App, signed in AWS KMS. It is a credential: it opens every installation of
 * the App until it expires.
 * https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
 *
 * @throws DeliveryError if KMS does not sign it.
 */
export async function appJwt({ APP_ID, KMS_KEY_ARN, AWS_TIMEOUT_MS }: AppIdentity): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const header = { alg: "RS256", typ: "JWT" };
  const claims = { iat: now - BACKDATED, exp: now + LIFETIME, iss: APP_ID };
  const unsigned = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  const jwt = `${unsigned}.${await signWithKms(KMS_KEY_ARN, unsigned, AWS_TIMEOUT_MS)}`;
  hide(jwt);
  return jwt;
}
