import { valueOf } from "../environment";
import { within } from "../within";

/** What a client is told; everything else it takes from the environment, the endpoints included. */
export interface Place {
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
}

export function clientOptions({ region, profile }: Place, environment: NodeJS.ProcessEnv) {
  const place = region ?? valueOf(environment, "AWS_REGION") ?? valueOf(environment, "AWS_DEFAULT_REGION");
  return {
    ...(place === undefined ? {} : { region: place }),
    ...(profile === undefined ? {} : { profile }),
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 3_000 },
  };
}

const LONGEST_MS = 8_000;

/** One question to AWS, retries and the search for credentials included. */
export function ask<T>(send: (signal: AbortSignal) => Promise<T>, longestMs = LONGEST_MS): Promise<T> {
  return within(longestMs, () => send(AbortSignal.timeout(longestMs)));
}
