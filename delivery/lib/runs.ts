// What runs of workflows have done, by GitHub's own record of it.
import { DeliveryError } from "./actions.ts";
import { type Access, ask, find, listAll } from "./github-lists.ts";
import { isRecord } from "./json.ts";

interface Job {
  readonly name: string;
  readonly attempt: number;
  /** `success`, or any other result. */
  readonly result: string;
}

/**
 * The results of the job of exactly this name in the newest attempt that has it: none if there is no such job. A
 * job that a re-run took over from an earlier attempt counts as it ended there.
 *
 * @throws DeliveryError if GitHub's answer is not wholly understood.
 */
export async function resultsOf(access: Access, runId: number, name: string): Promise<readonly string[]> {
  const jobs = (await jobsOf(access, runId, "latest")).filter((job) => job.name === name);
  const newest = Math.max(...jobs.map(({ attempt }) => attempt));
  return jobs.filter(({ attempt }) => attempt === newest).map(({ result }) => result);
}

/** The jobs of a run, as they are now or in each of its attempts. */
async function jobsOf(access: Access, runId: number, attempts: "latest" | "all"): Promise<readonly Job[]> {
  const path = `/actions/runs/${runId}/jobs?filter=${attempts}&per_page=100`;
  const jobs: Job[] = [];
  for (let page = 1; ; page++) {
    const answer = await ask(access, "GET", `${path}&page=${page}`);
    if (!isRecord(answer) || !Array.isArray(answer.jobs) || typeof answer.total_count !== "number")
      throw new DeliveryError(`GET ${path}: GitHub answered with no list of jobs`);
    jobs.push(...answer.jobs.map((job) => readJob(job, runId)));
    if (jobs.length === answer.total_count) return jobs;
    if (answer.jobs.length === 0 || jobs.length > answer.total_count)
      throw new DeliveryError(`GET ${path}: GitHub gave ${jobs.length} jobs; expected all ${answer.total_count}`);
  }
}

function readJob(job: unknown, runId: number): Job {
  if (isRecord(job) && job.run_id === runId && typeof job.name === "string") {
    const { name, run_attempt: attempt, status, conclusion } = job;
    if (typeof attempt === "number" && Number.isSafeInteger(attempt) && attempt > 0)
      return { name, attempt, result: String(status === "completed" ? conclusion : status) };
  }
  throw new DeliveryError("GitHub answered with a job that has no name, attempt or run of its own");
}

/** The workflow that publishes, as a run names it. */
const WORKFLOW = ".github/workflows/site.yml";

/**
 * Whether a push of this commit to the branch was published to the environment. Only a push counts: a run by hand
 * deploys another commit than the one GitHub notes, and a run of another workflow publishes nothing. Everyone who may
 * write can create deployments, so they only lead to runs, and a run's own job must have succeeded.
 */
export async function wasPublished(access: Access, target: Target, commit: string): Promise<boolean> {
  const { environment } = target;
  const query = `environment=${encodeURIComponent(environment)}&sha=${commit}`;
  for (const { id, sha, environment: where } of await listAll(access, `/deployments?${query}`)) {
    if (sha !== commit || where !== environment || !Number.isSafeInteger(id)) continue;
    for (const { state, log_url: log } of await listAll(access, `/deployments/${String(id)}/statuses`)) {
      const run = typeof log === "string" ? /\/actions\/runs\/(\d+)(?:\/|$)/.exec(log)?.[1] : undefined;
      if (state === "success" && run !== undefined && (await published(access, Number(run), target, commit)))
        return true;
    }
  }
  return false;
}

/** Where a push publishes. */
interface Target {
  readonly environment: string;
  readonly branch: string;
  /** The name of the job that publishes. */
  readonly job: string;
}

async function published(access: Access, id: number, { branch, job }: Target, commit: string): Promise<boolean> {
  // One that was deleted, or that somebody made up, is not there.
  const run = await find(access, `/actions/runs/${id}`);
  if (!isRecord(run) || typeof run.path !== "string") return false;
  // GitHub may add @ and the ref.
  const isPush = run.event === "push" && run.head_sha === commit && run.path.split("@")[0] === WORKFLOW;
  if (!isPush || run.head_branch !== branch) return false;
  // A later attempt that failed takes nothing back.
  return (await jobsOf(access, id, "all")).some(({ name, result }) => name === job && result === "success");
}
