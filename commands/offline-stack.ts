import { existsSync } from "node:fs";

import { offlineCommand } from "../lib/paths";
import { UserError } from "../lib/user-error";
import type * as find from "../engine/find";
import type * as session from "../offline/session";
import type { StackOperations } from "../offline/stack-operations";

/**
 * Does something with a stack that `npm run offline` brought up. Loads offline/ only now: nothing that runs with
 * credentials does.
 *
 * @param state - The state folder.
 * @throws {UserError} if there is no such folder, or the stack cannot be used.
 */
export async function onOfflineStack<T>(
  stack: string,
  state: string,
  use: (operations: StackOperations) => Promise<T>,
): Promise<T> {
  if (!existsSync(state))
    throw new UserError(`there is no state folder ${state}: ${offlineCommand(`up --stack ${stack}`, state)}`);
  /* eslint-disable @typescript-eslint/no-require-imports -- on demand; import() does not go through ts-node */
  const { findEngine } = require("../engine/find") as typeof find;
  const { withSession } = require("../offline/session") as typeof session;
  /* eslint-enable @typescript-eslint/no-require-imports */
  const engine = await findEngine({ say: (line) => process.stderr.write(`${line}\n`) });
  return withSession({ engine, state, stack }, (opened) => use(opened.on(stack)));
}
