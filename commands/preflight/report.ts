import { type Checked, runChecks } from "./check";
import { CHECKS } from "./checks";
import { contextOf, type Start } from "./context";
import { valueOf } from "./environment";
import type { Verdict } from "./outcome";

export interface Report {
  readonly text: string;
  /** Whether `up` would fail. */
  readonly failed: boolean;
}

const SECRETS = ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "GITHUB_TOKEN", "PULUMI_ACCESS_TOKEN"];

/** Runs all checks of a stack and puts their outcomes into one table, without any secret. */
export async function preflight(start: Start): Promise<Report> {
  const context = contextOf(start);
  const checks = await runChecks(CHECKS, context);
  const token = await context.github.asked().then(
    (github) => github.token,
    () => undefined,
  );
  const secrets = [token, ...SECRETS.map((name) => valueOf(start.environment, name))];
  return { text: withoutSecrets(table(start.stack, checks), secrets), failed: fails(checks) };
}

const MARKS = { ok: "✓", wrong: "✗", warning: "!", unknown: "?" } as const satisfies Record<Verdict, string>;

/** One line per check, followed by what to do, if anything. */
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
  const numbers = `${count("ok")} fine, ${count("wrong")} wrong, ${count("warning")} to look at, ${count("unknown")} not asked`;
  return `${numbers}: ${fails(checks) ? "up would fail" : "nothing that was asked stands against up"}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** The text without any of these secrets, wherever they came from. */
export function withoutSecrets(text: string, secrets: Iterable<string | undefined>): string {
  const real = [...secrets].filter((secret) => secret !== undefined && secret.length >= 8);
  return real.reduce<string>((clean, secret) => clean.replaceAll(String(secret), "***"), text);
}
