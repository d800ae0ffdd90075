export const api = "https://api.github.com/";

/**
 * A failed request as go-github reports it.
 *
 * Source: https://github.com/google/go-github, github/github.go, ErrorResponse.Error
 */
export function githubError(method: string, path: string, status: number, message: string): string {
  return `${method} ${api}${path}: ${status} ${message} []`;
}

/** The same as the plugin reports the failure of a change: the bridge puts a heading in front. */
export function changeError(method: string, path: string, status: number, message: string): string {
  return `1 error occurred:\n\t* ${githubError(method, path, status, message)}\n\n`;
}
