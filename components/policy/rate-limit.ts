import { type Answer, valueIn } from "./github-answers";
import { InputError } from "./input-error";
import { fieldsOf } from "./json";

/** The endpoint, which does not count against the limit. */
export const RATE_LIMIT_ENDPOINT = "rate_limit";

/** What GitHub allows anyone who sends no token, in requests an hour. */
const ANONYMOUS = 60;

/** The most requests that an up of this program makes to GitHub. */
const NEEDED = 60;

/**
 * What is left of GitHub's rate limit, before anything is made: the plugin would silently sleep through a used-up one,
 * for up to an hour.
 *
 * @returns a notice if it may not be enough for an up
 * @throws InputError if nothing is left, or GitHub treats the requests as anonymous.
 */
export function rateLimitNotice(answer: Answer | undefined): string | undefined {
  const rate = fieldsOf(fieldsOf(valueIn(answer)).rate);
  const [limit, remaining, reset] = [Number(rate.limit), Number(rate.remaining), Number(rate.reset)];
  if (!(limit > 0 && remaining >= 0 && reset >= 0)) return undefined;
  const refuse = (key: string, message: string) =>
    new InputError("GitHub would refuse this run in the middle:", [{ key, message }]);
  if (limit <= ANONYMOUS) {
    throw refuse(
      "GITHUB_TOKEN",
      `GitHub allows these requests ${limit} an hour, which is what it allows without a token; expected a token: export GITHUB_TOKEN="$(gh auth token)"`,
    );
  }
  const until = new Date(1000 * reset).toISOString();
  if (remaining === 0)
    throw refuse("GITHUB_TOKEN", `its rate limit of ${limit} requests an hour is used up; wait until ${until}`);
  return remaining < NEEDED
    ? `GITHUB_TOKEN: ${remaining} of ${limit} requests an hour are left, and an up may need ${NEEDED}; there are more after ${until}`
    : undefined;
}
