// Whether a commit was published to an environment before, by GitHub's own record of it.
import { type Access, ask, listAll } from "./github-lists.ts";
import { isRecord } from "./json.ts";

/** The workflow that publishes, as a run names it. */
const WORKFLOW = ".github/workflows/site.yml";

/**
 * Whether a push of this commit was published to the environment. Only a push counts: a run by hand deploys another
 * commit than the one GitHub notes, and a run of another workflow publishes nothing.
 */
export async function wasPublished(access: Access, environment: string, commit: string): Promise<boolean> {
  const query = `environment=${encodeURIComponent(environment)}&sha=${commit}`;
  for (const { id, sha, environment: where } of await listAll(access, `/deployments?${query}`)) {
    if (sha !== commit || where !== environment || !Number.isSafeInteger(id)) continue;
    for (const { state, log_url: log } of await listAll(access, `/deployments/${String(id)}/statuses`)) {
      const run = typeof log === "string" ? /\/actions\/runs\/(\d+)(?:\/|$)/.exec(log)?.[1] : undefined;
      if (state === "success" && run !== undefined && (await isPush(access, run, commit))) return true;
    }
  }
  return false;
}

async function isPush(access: Access, run: string, commit: string): Promise<boolean> {
  const found = await ask(access, "GET", `/actions/runs/${run}`);
  if (!isRecord(found) || typeof found.path !== "string") return false;
  // GitHub may add @ and the ref.
  return found.event === "push" && found.head_sha === commit && found.path.split("@")[0] === WORKFLOW;
}
