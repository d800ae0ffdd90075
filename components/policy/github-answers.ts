import { InputError } from "./input-error";

/** What GitHub's REST API answered to one GET request. */
export interface Answer {
  /** Path below the API's root, for example `repos/acme/site`. */
  readonly endpoint: string;
  /** HTTP status code. */
  readonly code: number;
  readonly body: string;
}

/** The error of a question to GitHub: what was asked, what came of it, what to do. */
export function githubError(endpoint: string, message: string): InputError {
  return new InputError("GitHub did not tell what this program must know:", [{ key: `GET /${endpoint}`, message }]);
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
      "404 Not Found; want a repository that the token may read: check the key repository, and that GITHUB_TOKEN may read it (GitHub hides what a token may not see)",
    );
  }
  if (code !== 200) throw githubError(endpoint, `status ${code}; want 200`);
  const value = parsed(body);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw githubError(endpoint, `200, but the body is no JSON object: ${excerpt(body)}; is a proxy in between?`);
  }
  return value as Readonly<Record<string, unknown>>;
}

/**
 * The remedy for a request that failed, told from the plugin's error text.
 *
 * Source of the texts: https://github.com/google/go-github, github/github.go
 */
export function explainFailure(endpoint: string, failure: string): InputError {
  const remedy = REMEDIES.find(({ pattern }) => pattern.test(failure))?.remedy ?? "see the message";
  return githubError(endpoint, `${remedy}. GitHub plugin: ${excerpt(failure)}`);
}

const REMEDIES: readonly { readonly pattern: RegExp; readonly remedy: string }[] = [
  {
    pattern: /rate limit/i,
    remedy:
      "the rate limit is used up; wait for the time in the message, or set GITHUB_TOKEN (without one GitHub allows 60 requests an hour)",
  },
  { pattern: /: 401 /, remedy: "GITHUB_TOKEN is not accepted; want one that is valid and not expired" },
  {
    pattern: /: 403 /,
    remedy: "GITHUB_TOKEN may not read this; want Metadata: read and Actions: read on the repository",
  },
  {
    pattern: /dial tcp|no such host|connection refused|i\/o timeout|EOF|panic|transport|TLS|certificate|Unavailable/i,
    remedy: "GitHub's API cannot be reached; check network and proxy",
  },
];

/** The start of a text, on one line: error messages stay readable, whatever was answered. */
function excerpt(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length === 0 ? "(empty)" : line.length > 300 ? `${line.slice(0, 300)}...` : line;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
