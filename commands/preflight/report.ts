import { CHECKS } from "./checks";
import { contextOf } from "./context";
import { valueOf } from "./environment";
import { type Outcome, outcomeOf, type Verdict } from "./outcome";

/** A check with its outcome: one line of the table. */
export interface Checked extends Outcome {
  readonly name: string;
}

export interface Report {
  readonly text: string;
  /** Whether `up` would fail. */
  readonly failed: boolean;
}

const SECRETS = ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "GITHUB_TOKEN", "PULUMI_ACCESS_TOKEN"];

/**
 * Runs all checks of a stack side by side, and puts their outcomes into one table, without any secret.
 *
 * @param folder The folder that holds Pulumi.yaml and the stacks' files.
 */
export async function preflight(stack: string, folder: string): Promise<Report> {
  const context = contextOf(stack, folder);
  const checks = await Promise.all(
    Object.entries(CHECKS).map(async ([name, check]) => ({ name, ...(await outcomeOf(name, () => check(context))) })),
  );
  const token = await context.github().then(
    (github) => github.token,
    () => undefined,
  );
  const secrets = [token, ...SECRETS.map((name) => valueOf(name))];
  return {
    text: withoutSecrets(table(stack, checks), secrets),
    failed: checks.some(({ verdict }) => verdict === "wrong"),
  };
}

const MARKS = { ok: "✓", wrong: "✗", warning: "!", unknown: "?" } as const satisfies Record<Verdict, string>;

/** One line per check, followed by what to do, if anything. */
export function table(stack: string, checks: readonly Checked[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap(({ name, verdict, says, remedy }) => [
    `${MARKS[verdict]} ${name.padEnd(width)}  ${says.replace(/\s+/g, " ").trim()}`,
    ...(remedy?.split("\n") ?? []).map((line) => `${" ".repeat(width + 4)}→ ${line}`),
  ]);
  const count = (verdict: Verdict) => checks.filter((check) => check.verdict === verdict).length;
  const numbers = `${count("ok")} fine, ${count("wrong")} wrong, ${count("warning")} to look at, ${count("unknown")} not checked`;
  const end = count("wrong") > 0 ? "up would fail" : "no check found anything that would make up fail";
  return [`Preflight of stack ${stack}`, "", ...lines, "", `${numbers}: ${end}`].join("\n");
}

/** The text without any of these secrets, wherever they came from. */
export function withoutSecrets(text: string, secrets: Iterable<string | undefined>): string {
  const real = [...secrets].filter((secret) => secret !== undefined && secret.length >= 8);
  return real.reduce<string>((clean, secret) => clean.replaceAll(String(secret), "***"), text);
}
