import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { findEngine } from "../../engine/find";
import { openSession } from "../../offline/session";
import { asMermaid } from "../resources/mermaid";
import type { Deployment } from "../trust/roles";

/** Which stack makes what, drawn from the deployments that the stacks of this repository leave on the stand-in cloud. */
export async function resourcesDiagram(): Promise<string> {
  const state = mkdtempSync(join(tmpdir(), "passwordless-docs-"));
  try {
    const say = (line: string): void => void process.stderr.write(`${line}\n`);
    const session = await openSession({ engine: await findEngine({ say }), state });
    try {
      const stacks = [];
      for (const stack of session.stacks) {
        say(`Bringing ${stack} up on the stand-in cloud ...`);
        await session.on(stack).up();
        stacks.push({ stack, deployment: JSON.parse(await session.on(stack).export()) as Deployment });
      }
      return ["```mermaid", asMermaid(stacks), "```"].join("\n");
    } finally {
      await session.close();
    }
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}
