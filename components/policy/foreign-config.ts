import type { Problem } from "./input-error";

/** The engine's own keys that a stack may set. The program makes the GitHub provider, which reads no key. */
const ENGINE_KEYS: readonly string[] = ["pulumi:autonaming", "pulumi:tags"];

/**
 * What is wrong with keys that are neither this program's, which have no namespace here, nor the AWS provider's. A
 * provider takes whatever its namespace says, a token or another server (`github:token`, `github:baseUrl`) included.
 */
export function foreignConfigProblems(keys: readonly string[]): Problem[] {
  return keys
    .filter((key) => key.includes(":") && !key.startsWith("aws:") && !ENGINE_KEYS.includes(key))
    .map((key) => ({
      key,
      message: `is not a key that a stack may set; expected a setting of this program, of aws:, or ${ENGINE_KEYS.join(" or ")}`,
    }));
}

/** Problems with encrypted values: with the empty passphrase, anyone with the file can decrypt them. */
export function encryptedProblems(keys: readonly string[]): Problem[] {
  return keys.map((key) => ({
    key,
    message: "got an encrypted value; expected plain text, and nothing secret: the passphrase is empty for everybody",
  }));
}
