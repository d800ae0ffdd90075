import type { Provider } from "@pulumi/github/provider";
import * as pulumi from "@pulumi/pulumi";

import { RATE_LIMIT_ENDPOINT, rateLimitNotice } from "../policy/rate-limit";
import { tryGithub } from "./github";

/**
 * Makes sure that GitHub will answer: the plugin would sleep through a used-up limit in silence, for up to an hour.
 *
 * @throws InputError where nothing is left of the limit, or there is no token.
 */
export async function checkRateLimit(provider: Provider): Promise<void> {
  const notice = rateLimitNotice(await tryGithub(RATE_LIMIT_ENDPOINT, provider));
  if (notice !== undefined) await pulumi.log.warn(notice);
}
