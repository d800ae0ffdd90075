// What github-app-token.ts talks to: an `aws` on PATH that signs by a real key, and GitHub as a local server.
import { type KeyObject } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { join } from "node:path";
import { jwtVerify } from "jose";
import { environmentAnswer } from "./environments";

/** How the stand-in for the AWS CLI behaves. */
export interface AwsBehaviour {
  /** The private key, PEM. */
  readonly key: string;
  /** Fails with this on stderr, where `SIGNATURE` becomes the signature, instead of answering. */
  readonly stderr?: string;
  /** Answers this instead of the signature. */
  readonly stdout?: string;
  readonly hangs?: boolean;
}

export interface AwsCall {
  readonly args: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly signature: string;
}

// As AWS CLI 2: every option must be known, and a message is base64 unless the binary format says otherwise.
const AWS = String.raw`
const { sign } = require("node:crypto");
const { renameSync, writeFileSync } = require("node:fs");
const [service, operation, ...rest] = process.argv.slice(2);
const known = ["key-id", "region", "signing-algorithm", "message-type", "message", "cli-binary-format", "output"];
const args = {};
for (let i = 0; i < rest.length; i += 2) args[rest[i].slice(2)] = rest[i + 1];
const strange = Object.keys(args).filter((name) => !known.includes(name));
if (service !== "kms" || operation !== "sign" || strange.length > 0 || args["message-type"] !== "RAW") {
  console.error("usage error: " + process.argv.slice(2).join(" "));
  process.exit(252);
}
const message = Buffer.from(args.message, args["cli-binary-format"] === "raw-in-base64-out" ? "utf8" : "base64");
const signature = sign("sha256", message, behaviour.key).toString("base64");
const { AWS_PAGER, AWS_CLI_ERROR_FORMAT } = process.env;
// At once: it may be killed in between.
writeFileSync(callFile + ".new", JSON.stringify({ args, environment: { AWS_PAGER, AWS_CLI_ERROR_FORMAT }, signature }));
renameSync(callFile + ".new", callFile);
if (behaviour.hangs) setTimeout(() => {}, 60000);
else if (behaviour.stderr) {
  console.error(behaviour.stderr.replace("SIGNATURE", signature));
  process.exit(254);
} else {
  const answer = { KeyId: args["key-id"], Signature: signature, SigningAlgorithm: args["signing-algorithm"] };
  console.log(behaviour.stdout ?? JSON.stringify(answer, null, 4));
}
`;

/** Writes an `aws` into a new folder `bin`. `call` is what it was called with, if it was. */
export function standInAws(folder: string, behaviour: AwsBehaviour): { path: string; call: () => AwsCall | undefined } {
  const [path, callFile] = [join(folder, "bin"), join(folder, "aws-call.json")];
  const constants = `const behaviour = ${JSON.stringify(behaviour)}, callFile = ${JSON.stringify(callFile)};`;
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "aws"), `#!${process.execPath}\n${constants}${AWS}`);
  chmodSync(join(path, "aws"), 0o755);
  const call = () => (existsSync(callFile) ? (JSON.parse(readFileSync(callFile, "utf8")) as AwsCall) : undefined);
  return { path, call };
}

/** How the stand-in for GitHub behaves. */
export interface GithubBehaviour {
  readonly appId: string;
  readonly publicKey: KeyObject;
  readonly token: string;
  /** Seconds that GitHub's clock is ahead of this machine's. */
  readonly clock?: number;
  /** What the first requests get instead of an answer: a status, or nothing at all. */
  readonly first?: readonly (number | "silence")[];
  /** Answers every request for a token with this instead. */
  readonly refusal?: { readonly status: number; readonly message: string };
  /** Fields of the answer that differ. */
  readonly answer?: Readonly<Record<string, unknown>>;
  /** How the environments differ from well protected ones. */
  readonly environment?: object;
  /** Answers every revocation with this status instead. */
  readonly revocation?: number;
}

export interface Received {
  readonly call: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** Why the JWT was refused, if it was. */
  readonly refused?: string;
}

export interface StandInGithub {
  readonly url: string;
  readonly received: readonly Received[];
  /** Whether GitHub knows the token. */
  readonly valid: () => boolean;
}

/** Runs GitHub for the time of `use`. Its token exists once it was given out, or from the start if `issued`. */
export async function withGithub<T>(
  behaviour: GithubBehaviour,
  use: (github: StandInGithub) => Promise<T>,
  { issued = false } = {},
): Promise<T> {
  const received: Received[] = [];
  const first = [...(behaviour.first ?? [])];
  let valid = issued;
  const date = () => new Date(Date.now() + (behaviour.clock ?? 0) * 1000);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = `${request.method ?? ""} ${request.url ?? ""}`;
    const body = await text(request);
    const credential = request.headers.authorization?.replace("Bearer ", "") ?? "";
    const answer = (status: number, content?: object): void => {
      const location = status >= 300 && status < 400 ? { location: "/elsewhere" } : {};
      response.writeHead(status, { "content-type": "application/json", date: date().toUTCString(), ...location });
      response.end(content === undefined ? "" : JSON.stringify(content));
    };
    const refused = call.startsWith("POST /app/") ? await refusedJwt(credential, behaviour, date()) : undefined;
    received.push({ call, headers: request.headers, body, ...(refused === undefined ? {} : { refused }) });
    const instead = first.shift();
    if (instead === "silence") return;
    if (instead !== undefined) {
      answer(instead, { message: `Bad gateway for ${credential}` });
    } else if (request.method === "GET" && environmentAnswer(request.url ?? "") !== undefined) {
      answer(200, environmentAnswer(request.url ?? "", behaviour.environment));
    } else if (call === "DELETE /installation/token") {
      const known = valid && credential === behaviour.token;
      if (behaviour.revocation === undefined && known) valid = false;
      answer(behaviour.revocation ?? (known ? 204 : 401), known ? undefined : { message: "Bad credentials" });
    } else if (behaviour.refusal !== undefined) {
      answer(behaviour.refusal.status, { message: behaviour.refusal.message });
    } else if (refused !== undefined) {
      answer(401, { message: refused });
    } else {
      valid = true;
      const { permissions } = JSON.parse(body) as { permissions: unknown };
      answer(201, {
        token: behaviour.token,
        expires_at: "2026-11-23T05:00:00Z",
        permissions,
        repository_selection: "selected",
        repositories: [{ id: 2222, full_name: "acme/site" }],
        ...behaviour.answer,
      });
    }
  }

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return await use({ url, received, valid: () => valid });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Why GitHub would refuse a JWT, in its words, or undefined. */
async function refusedJwt(jwt: string, { appId, publicKey }: GithubBehaviour, now: Date): Promise<string | undefined> {
  try {
    const { payload } = await jwtVerify(jwt, publicKey, {
      algorithms: ["RS256"],
      issuer: appId,
      typ: "JWT",
      requiredClaims: ["iat", "exp", "iss"],
      currentDate: now,
    });
    const seconds = Math.floor(now.getTime() / 1000);
    if ((payload.exp ?? 0) > seconds + 600) return "'Expiration time' claim ('exp') is too far in the future";
    if ((payload.iat ?? 0) > seconds) return "'Issued at' claim ('iat') must be an Integer in the past";
    return undefined;
  } catch (error) {
    return `A JSON web token could not be decoded (${(error as { code: string }).code})`;
  }
}
