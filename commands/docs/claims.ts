import type { Claims } from "../../components/policy/claims";
import { ROLE_NAMES } from "../../components/policy/roles";
import { exampleClaims } from "./example";
import { code, table } from "./table";

/** What each pinned claim keeps out. */
const STOPS: Readonly<Record<keyof Claims, string>> = {
  aud: "a token that a job asked for to show to somebody else, and that was passed on to AWS",
  sub: "every other repository on GitHub, every other kind of job of ours, and, where it carries the numbers, anyone who registers our name after us",
  repository_id: "another repository under our old name, where the subject does not carry the numbers",
  repository_owner_id: "another owner under our old name, in the same case",
  environment: "a job outside the environment, so without its reviewers, should the form of the subject change again",
  ref: "the same workflow on another branch or tag, where its file may say anything",
  job_workflow_ref:
    "every other workflow file, one that somebody adds tomorrow included; a job on `pull_request_target` has our branch as its ref, and only this claim tells it apart",
};

/** The claims that the roles pin, with their values for the example, and what each keeps out. */
export function claimsTable(): string {
  const rows = (Object.keys(STOPS) as (keyof Claims)[]).map((claim) => [code(claim), valuesOf(claim), STOPS[claim]]);
  return table(["claim", "must be", "keeps out"], rows);
}

function valuesOf(claim: keyof Claims): string {
  const values = ROLE_NAMES.flatMap((role) => exampleClaims(role)[claim] ?? []);
  return [...new Set(values)]
    .map((value) => {
      const roles = ROLE_NAMES.filter((role) => exampleClaims(role)[claim] === value);
      return roles.length === ROLE_NAMES.length ? code(value) : `${code(value)} (${roles.join(", ")})`;
    })
    .join("<br>");
}
