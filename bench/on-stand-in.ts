import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSession, type Session, type SessionOptions } from "../offline/session";

/** Works on a project against a new stand-in cloud, of which nothing is left afterwards. */
export async function onStandIn<T>(
  options: Omit<SessionOptions, "state">,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const state = mkdtempSync(join(tmpdir(), "passwordless-bench-"));
  try {
    const session = await openSession({ ...options, state });
    try {
      return await work(session);
    } finally {
      session.close();
    }
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}
