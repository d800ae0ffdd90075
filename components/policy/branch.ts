/**
 * Whether this is the name of one branch, exactly: a valid ref below refs/heads (git-check-ref-format(1)), printable
 * ASCII, and nothing that a policy would read as more than itself (`*`, `?`, and `${`, which starts a policy variable).
 */
export function isBranchName(name: string): boolean {
  return (
    name.length > 0 &&
    /^[!-~]+$/.test(name) &&
    !/[~^:?*[\\]|\.\.|@\{|\$\{|\/\/|^[/-]|[/.]$/.test(name) &&
    name.split("/").every((part) => !part.startsWith(".") && !part.endsWith(".lock")) &&
    !name.startsWith("refs/") &&
    !["@", "HEAD"].includes(name)
  );
}
