// What a script says to the GitHub Actions runner. Everything that is printed goes through here, without its secrets.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";

/** An error that the reader of the log can fix: its message is shown as it is, without a stack trace. */
export class DeliveryError extends Error {
  override readonly name = "DeliveryError";
}

const secrets = new Set<string>();

// Signatures and tokens that this process does not know, in what another program or server says.
const LIKELY_SECRETS = /\bgh[a-z]_[\w.-]+|[\w+/=-]{200,}/g;

/** Masks a value in everything that this process prints. An empty one needs no mask. */
export function hide(secret: string): void {
  if (secret !== "") secrets.add(secret);
}

/** Hides a value here and, by the runner, in the rest of the job's log. The one line that carries the value. */
export function mask(secret: string): void {
  hide(secret);
  process.stdout.write(`::add-mask::${escaped(secret)}\n`);
}

/** A line of the log. It is no command to the runner, even if it begins with what somebody else wrote. */
export function say(text: string): void {
  const line = withoutSecrets(text).replaceAll(/\s*[\r\n]+\s*/g, " ");
  process.stdout.write(`${line.replace(/^\s*::/, ": :").replaceAll("##[", "# #[")}\n`);
}

/** An annotation: shown in the log and on the run's page. It may have several lines. */
export function annotate(level: "error" | "warning" | "notice", text: string): void {
  process.stdout.write(`::${level}::${escaped(withoutSecrets(text))}\n`);
}

/**
 * Gives a value to later steps as `steps.<id>.outputs.<name>`.
 *
 * @param file - The file that the runner names in GITHUB_OUTPUT.
 * @throws DeliveryError if the file cannot be written or the value has more than one line.
 */
export function setOutput(file: string, name: string, value: string): void {
  if (/[\r\n]/.test(value)) throw new DeliveryError(`The output ${name} must be one line.`);
  addOutput(file, `${name}=${value}\n`);
}

/** As {@link setOutput}, for a text of several lines, none of which can end it. */
export function setText(file: string, name: string, value: string): void {
  const end = randomUUID();
  addOutput(file, `${name}<<${end}\n${value}\n${end}\n`);
}

function addOutput(file: string, text: string): void {
  try {
    appendFileSync(file, text);
  } catch (error) {
    throw new DeliveryError(`GITHUB_OUTPUT: ${messageOf(error)}; expected a file that can be written`);
  }
}

/** Runs a script to its end. What it throws becomes an error annotation and exit code 1. */
export async function run(script: () => Promise<void> | void): Promise<void> {
  try {
    await script();
  } catch (error) {
    process.exitCode = 1;
    const unforeseen = error instanceof Error ? (error.stack ?? error.message) : String(error);
    annotate("error", error instanceof DeliveryError ? error.message : unforeseen);
  }
}

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The start of what another program or server says. Secrets are removed before the cut: half of one is one, too. */
export function excerpt(text: string, length: number): string {
  return withoutSecrets(text).slice(0, length);
}

/** The first of several names, and how many more there are. */
export function some(names: readonly string[], most = 5): string {
  return names.slice(0, most).join(", ") + (names.length > most ? `, and ${names.length - most} more` : "");
}

function withoutSecrets(text: string): string {
  let clean = text;
  // The longest first: a signature is the end of a JWT.
  const longestFirst = [...secrets].sort((a, b) => b.length - a.length);
  for (const secret of longestFirst) clean = clean.replaceAll(secret, "***");
  return clean.replaceAll(LIKELY_SECRETS, "***");
}

function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
