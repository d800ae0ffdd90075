export const api = "https://api.github.com/";

/**
 * A failed request as go-github reports it.
 *
 * Source: https://github.com/google/go-github, github/github.go, ErrorResponse.Error
 */
export function githubError(method: string, path: string, status: number, message: string): string {
  return `${method} ${api}${path}: ${status} ${message} []`;
}
