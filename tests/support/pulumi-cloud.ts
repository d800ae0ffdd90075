// GitHub's and Pulumi Cloud's part in the exchange of a job's token, each as a local server's answers.
import { generateKeyPairSync } from "node:crypto";
import type { RequestListener } from "node:http";
import { text } from "node:stream/consumers";
import { errors, jwtVerify, SignJWT } from "jose";

import type { ExchangeRule } from "../../components/policy/pulumi-cloud";
import { GITHUB_ISSUER, type TokenClaims } from "./evaluator";

const KEYS = generateKeyPairSync("rsa", { modulusLength: 2048 });
const STRANGE_KEYS = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** The credential by which a job asks GitHub for its token. */
export const REQUEST_CREDENTIAL = `request-credential-${"Aa0".repeat(20)}`;

/** The token that Pulumi Cloud gives. */
export const CLOUD_TOKEN = `pul-${"0a".repeat(20)}`;

/** Claims as GitHub signs them, or as somebody else does. */
export function signed(claims: TokenClaims, { age = 0, strange = false } = {}): Promise<string> {
  const seconds = Math.floor(Date.now() / 1000) - age;
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: "RS256" })
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 300)
    .sign((strange ? STRANGE_KEYS : KEYS).privateKey);
}

/** Pulumi Cloud with one organization, in which an administrator has registered GitHub and these rules. */
export interface RegisteredCloud {
  readonly organization: string;
  readonly teams: readonly string[];
  readonly rules: readonly ExchangeRule[];
}

export interface ExchangeAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const refused = (status: number, error: string, error_description: string): ExchangeAnswer => ({
  status,
  body: { error, error_description },
});

/**
 * Answers a request for a token as Pulumi Cloud documents it: signature, issuer, audience and time are verified, and one
 * rule of the requested kind must hold. The words of its refusals are not documented, and ours.
 *
 * Source: https://www.pulumi.com/docs/administration/concepts/oidc-issuers/
 */
export async function exchanged(cloud: RegisteredCloud, asked: Readonly<Record<string, unknown>>) {
  const audience = `urn:pulumi:org:${cloud.organization}`;
  if (asked.audience !== audience) return refused(400, "invalid_request", "organization not found");
  if (
    asked.grant_type !== "urn:ietf:params:oauth:grant-type:token-exchange" ||
    asked.subject_token_type !== "urn:ietf:params:oauth:token-type:id_token" ||
    asked.requested_token_type !== "urn:pulumi:token-type:access_token:team" ||
    !Number.isSafeInteger(asked.expiration)
  )
    return refused(400, "invalid_request", "malformed request");
  try {
    const { payload } = await jwtVerify(String(asked.subject_token), KEYS.publicKey, {
      algorithms: ["RS256"],
      issuer: `https://${GITHUB_ISSUER}`,
      audience,
      requiredClaims: ["exp"],
    });
    const team = /^team:(.+)$/.exec(String(asked.scope))?.[1] ?? "";
    const known =
      cloud.teams.includes(team) && cloud.rules.some((rule) => rule.teamName === team && meets(payload, rule));
    if (!known) return refused(401, "unauthorized", "no policy allows this token");
  } catch (error) {
    if (error instanceof errors.JWTExpired) return refused(401, "invalid_token", "the id token has expired");
    if (error instanceof errors.JOSEError) return refused(401, "invalid_token", "the id token is not valid");
    throw error;
  }
  return {
    status: 200,
    body: {
      access_token: CLOUD_TOKEN,
      issued_token_type: asked.requested_token_type,
      token_type: "token",
      expires_in: asked.expiration,
      scope: asked.scope,
    },
  };
}

/** Whether a token has each claim of a rule: `*` is any characters, `?` one or none, `.` one. */
export function meets(claims: Readonly<Record<string, unknown>>, { rules }: Pick<ExchangeRule, "rules">): boolean {
  return Object.entries(rules).every(([claim, rule]) => {
    const pattern = rule
      .replaceAll(/[$()+[\\\]^{|}/-]/g, String.raw`\$&`)
      .replaceAll("?", ".?")
      .replaceAll("*", ".*");
    const values = [claims[claim]].flat();
    return values.some((value) => typeof value === "string" && new RegExp(`^${pattern}$`, "s").test(value));
  });
}

export interface Exchange {
  readonly path: string;
  readonly asked: Readonly<Record<string, unknown>>;
}

/**
 * GitHub at /github/token, which signs these claims for the audience that it is asked for, and Pulumi Cloud at
 * /api/oauth/token.
 *
 * @param received what Pulumi Cloud is asked goes here
 */
export function exchangeServers(
  claims: TokenClaims,
  cloud: RegisteredCloud,
  received: Exchange[],
  token: Parameters<typeof signed>[1] = {},
): RequestListener {
  return (request, response) =>
    void (async () => {
      const url = new URL(request.url ?? "", "http://127.0.0.1");
      let answer: ExchangeAnswer = { status: 404, body: { message: "not found" } };
      if (url.pathname === "/github/token" && request.headers.authorization === `Bearer ${REQUEST_CREDENTIAL}`) {
        const value = await signed({ ...claims, aud: url.searchParams.get("audience") ?? undefined }, token);
        answer = { status: 200, body: { value } };
      } else if (request.method === "POST" && url.pathname === "/api/oauth/token") {
        const asked = JSON.parse(await text(request)) as Exchange["asked"];
        received.push({ path: url.pathname, asked });
        answer = await exchanged(cloud, asked);
      }
      response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(answer.body));
    })();
}
