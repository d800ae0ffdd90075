import type { Provider } from "@pulumi/github/provider";
import * as pulumi from "@pulumi/pulumi";

import { RATE_LIMIT_ENDPOINT, rateLimitNotice } from "../policy/rate-limit";
import { tryGithub } from "./github";

/**
 * Makes sure that GitHub will answer: the plugin would silently sleep through a used-up limit, for up to an hour.
 *
 * @throws InputError if the limit is used up, or there is no token.
 */
export async function checkRateLimit(provider: Provider): Promise<void> {
  const notice = rateLimitNotice(await tryGithub(RATE_LIMIT_ENDPOINT, provider));
  if (notice !== undefined) await pulumi.log.warn(notice);
}
