import { runChecks } from "./check";
import { CHECKS } from "./checks";
import { contextOf, type Start } from "./context";
import { valueOf } from "./environment";
import { fails, table, withoutSecrets } from "./table";

export interface Report {
  readonly text: string;
  /** Whether `up` would fail. */
  readonly failed: boolean;
}

const SECRETS = ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "GITHUB_TOKEN", "PULUMI_ACCESS_TOKEN"];

/** Runs all checks of a stack and puts what came of them into one table, in which no secret is. */
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
