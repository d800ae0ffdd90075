import { parseDomain } from "../components/policy/domain";
import type { Setting } from "./arguments";
import type { Outcome } from "./engine-report";
import type { Session } from "./session";
import type { StackFile } from "./stack-files";

/**
 * Brings a stack up. If DNS is elsewhere, its names are refused until their certificate is issued, which takes an up of
 * its own: a new stack is first brought up without them, as in AWS.
 */
export async function bringUp(session: Session, stack: string, print: (text: string) => void): Promise<Outcome> {
  const operations = session.on(stack);
  const detached = operations.exists() ? undefined : withoutNames(session.use(stack));
  if (detached === undefined) return operations.up();
  print(
    `${stack}: first with domain.attach: false, until the certificate is issued; docs/domain.md has the two steps\n`,
  );
  session.use(stack, [detached]);
  try {
    await operations.up();
  } finally {
    session.use(stack);
  }
  return operations.up();
}

/** The domain without its names on the distribution; undefined if it needs no separate step. */
function withoutNames(file: StackFile): Setting | undefined {
  const domain = parseDomain(file.setting("domain")) ?? null;
  if (domain?.zoneId !== "" || !domain.attach) return undefined;
  return { key: "domain", value: { ...domain, attach: false } };
}
