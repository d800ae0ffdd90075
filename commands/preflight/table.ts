import type { Checked, Verdict } from "./check";

const MARKS = { ok: "✓", wrong: "✗", warning: "!", unknown: "?" } as const satisfies Record<Verdict, string>;

/** One line a check, and below it what to do where there is something to do. */
export function table(stack: string, checks: readonly Checked[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap(({ name, verdict, says, remedy }) => [
    `${MARKS[verdict]} ${name.padEnd(width)}  ${oneLine(says)}`,
    ...(remedy?.split("\n") ?? []).map((line) => `${" ".repeat(width + 4)}→ ${line}`),
  ]);
  return [`Preflight of stack ${stack}`, "", ...lines, "", summary(checks)].join("\n");
}

/** Whether `up` would fail. */
export function fails(checks: readonly Checked[]): boolean {
  return checks.some(({ verdict }) => verdict === "wrong");
}

function summary(checks: readonly Checked[]): string {
  const count = (verdict: Verdict) => checks.filter((check) => check.verdict === verdict).length;
  const numbers = `${count("ok")} well, ${count("wrong")} wrong, ${count("warning")} to look at, ${count("unknown")} not asked`;
  return `${numbers}: ${fails(checks) ? "up would fail" : "nothing that was asked stands against up"}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** The text without any of these secrets, whoever has put one into it. */
export function withoutSecrets(text: string, secrets: Iterable<string | undefined>): string {
  const real = [...secrets].filter((secret) => secret !== undefined && secret.length >= 8);
  return real.reduce<string>((clean, secret) => clean.replaceAll(String(secret), "***"), text);
}
