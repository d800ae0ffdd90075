import { findEngine } from "../../engine/find";
import type { DeployedStack, Deployment } from "../../lib/deployment";
import { offlineState } from "../../lib/paths";
import { withSession } from "../../offline/session";
import { summaryOf } from "../../offline/summary";
import type { Writer } from "./blocks";
import { asMermaid } from "./drawing";

/** The blocks written from the deployments that this repository's stacks leave on the stand-in cloud. */
export function deployedWriters(): Readonly<Record<"first-run" | "resources", Writer>> {
  let deployed: Promise<readonly DeployedStack[]> | undefined;
  return {
    "first-run": async () =>
      ["```text", summaryOf(await (deployed ??= deploy()), offlineState).trim(), "```"].join("\n"),
    resources: async () => ["```mermaid", asMermaid(await (deployed ??= deploy())), "```"].join("\n"),
  };
}

async function deploy(): Promise<DeployedStack[]> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  return withSession({ engine: await findEngine({ say }) }, async (session) => {
    const stacks = [];
    for (const stack of session.stacks) {
      say(`Bringing ${stack} up on the stand-in cloud ...`);
      await session.on(stack).up();
      stacks.push({ stack, deployment: JSON.parse(await session.on(stack).export()) as Deployment });
    }
    return stacks;
  });
}
