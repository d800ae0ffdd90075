import { InputError } from "./input-error";
import { isRecord, parsed } from "./json";

/** What GitHub's REST API answered to one GET request. */
export interface Answer {
  /** Path below the API's root, for example `repos/acme/site`. */
  readonly endpoint: string;
  /** HTTP status code. */
  readonly code: number;
  readonly body: string;
}

/** Gets GitHub's answer for an endpoint; undefined if GitHub gives none, or the token may not look. */
export type Ask = (endpoint: string) => Promise<Pick<Answer, "code" | "body"> | undefined>;

/** The value that GitHub answered 200 with; undefined for every other answer. */
export function valueIn(answer: Pick<Answer, "code" | "body"> | undefined): unknown {
  return answer?.code === 200 ? parsed(answer.body) : undefined;
}

/** The end of the path for the form of a repository's subjects. */
const SUBJECT = "/actions/oidc/customization/sub";

/** The error of a request to GitHub: what was asked, what happened, what to do. */
export function githubError(endpoint: string, message: string): InputError {
  return new InputError("GitHub did not say what this program must know:", [{ key: `GET /${endpoint}`, message }]);
}

/**
 * The object that GitHub answered with.
 *
 * @throws InputError for any other answer.
 */
export function answeredObject({ endpoint, code, body }: Answer): Readonly<Record<string, unknown>> {
  if (code === 404) {
    throw githubError(
      endpoint,
      endpoint.endsWith(SUBJECT)
        ? "404 Not Found, though the repository was read: a proxy, or a GitHub that is not github.com, does not know the question; expected what the subjects start with in the config key subjectPrefix, taken from a token of a test run"
        : "404 Not Found; expected a repository that the token may read: check the key repository, and that GITHUB_TOKEN may read it (GitHub hides what a token may not see)",
    );
  }
  if (code !== 200) throw githubError(endpoint, `status ${code}; expected 200`);
  const value = parsed(body);
  if (!isRecord(value)) {
    throw githubError(endpoint, `200, but the body is not a JSON object: ${excerpt(body)}; is a proxy in between?`);
  }
  return value;
}

/**
 * The remedy for a failed request, derived from the plugin's error text.
 *
 * Source of the texts: https://github.com/google/go-github, github/github.go
 */
export function explainFailure(endpoint: string, failure: string): InputError {
  // The plugin first looks up the owner, so the request may fail there instead.
  const [, owner] = /\bGET \S+?\/(orgs\/[^/\s:]+): \d{3}\b/.exec(failure) ?? [];
  return githubError(owner ?? endpoint, `${remedyOf(failure)}. GitHub plugin: ${excerpt(failure)}`);
}

/** What to do about a failure, derived from its text: `: <status> <GitHub's sentence>`. */
export function remedyOf(failure: string): string {
  return REMEDIES.find(([pattern]) => pattern.test(failure))?.[1] ?? "see the message";
}

const REMEDIES: readonly (readonly [pattern: RegExp, remedy: string])[] = [
  [
    /rate limit/i,
    "the rate limit is used up; wait for the time in the message, or set GITHUB_TOKEN (without one GitHub allows 60 requests an hour)",
  ],
  [/: 401 /, "GITHUB_TOKEN is not accepted; expected one that is valid and not expired"],
  [
    /SAML/i,
    "authorize GITHUB_TOKEN for the organization's single sign-on (gh auth refresh, or Configure SSO at the token)",
  ],
  [/lifetime/i, "the organization accepts no token with such a long lifetime; expected a shorter one"],
  [
    /IP allow list|IP address/i,
    "the organization answers only addresses on its IP allow list; expected a machine that is on it",
  ],
  [
    /\/orgs\/[^/\s:]+: 403 /,
    "the organization does not let GITHUB_TOKEN in; expected one that it has approved, according to GitHub",
  ],
  [/: 403 /, "GITHUB_TOKEN may not read this; expected Metadata: read and Actions: read on the repository"],
  [
    /dial tcp|no such host|connection refused|i\/o timeout|EOF|panic|transport|TLS|certificate|Unavailable/i,
    "GitHub's API cannot be reached; check network and proxy",
  ],
];

/** The longest text that a message quotes, in characters: GitHub's own remedies are at the end of its sentences. */
const LONGEST = 1000;

/** The start of a text, on one line: error messages stay readable, whatever was answered. */
function excerpt(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length === 0 ? "(empty)" : line.length > LONGEST ? `${line.slice(0, LONGEST)}...` : line;
}
