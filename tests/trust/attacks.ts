import { CLAIMS_OF_EVERY_PROVIDER, type TokenClaims } from "../support/evaluator";
import { isInEnvironment, isOnDefaultBranch, type Place, ROLE_NAMES, runOf, tokenOf, type TrustedName } from "./places";

/** A token that must not get a role: the right one of the role's job, with something wrong about it. */
export interface Attack {
  readonly name: string;
  readonly claims: TokenClaims;
  /** Why GitHub would not mint it today; the pin that stops it stays for the reason that is given. */
  readonly neverMinted?: string;
}

/** Why a pin stays although GitHub would not mint a token today that only this pin stops. */
const WHY = {
  ids: "the subject of every repository made, renamed or transferred since July 2026 carries both ids; the pin holds where it does not, and should its form change again",
  environment: "the subject names the environment; the pin holds should its form change again",
  ref: "the subject of a job without environment names the ref; the pin holds should its form change again",
  form: "GitHub issues no claim of this form",
} as const;

/** The tokens that must not get this role in a stack that trusts this place. */
export function attacksOn(role: TrustedName, place: Place): Attack[] {
  const right = tokenOf(role, place);
  const wrong = (name: string, changes: TokenClaims, neverMinted?: string): Attack => ({
    name,
    claims: { ...right, ...changes },
    ...(neverMinted === undefined ? {} : { neverMinted }),
  });
  const situation: Situation = { role, place, right, run: runOf(role, place), wrong };
  return [
    ...otherRepositories(situation),
    ...otherSubjects(situation),
    ...otherAudiencesAndIssuers(situation),
    ...otherRefs(situation),
    ...otherFiles(situation),
    ...otherEnvironments(situation),
    ...otherTriggers(situation),
    ...otherIds(situation),
    ...brokenClaims(situation),
  ];
}

/** The claims that the design pins for a role: an environment only where its job runs in one. */
export function pinnedClaims(role: TrustedName): string[] {
  return [
    ...CLAIMS_OF_EVERY_PROVIDER,
    "repository_id",
    "repository_owner_id",
    ...(isInEnvironment(role) ? ["environment"] : []),
    "ref",
    "job_workflow_ref",
  ];
}

/** Every mixture of the right token's pinned claims with those of another token, but the right token itself. */
export function mixtures(role: TrustedName, place: Place, other: TokenClaims): TokenClaims[] {
  const right = tokenOf(role, place);
  const claims = pinnedClaims(role).filter((claim) => right[claim] !== other[claim]);
  return Array.from({ length: 2 ** claims.length - 1 }, (_, index) => {
    const taken = claims.filter((_claim, bit) => (((index + 1) >> bit) & 1) === 1);
    return { ...right, ...Object.fromEntries(taken.map((claim) => [claim, other[claim]])) };
  });
}

interface Situation {
  readonly role: TrustedName;
  readonly place: Place;
  readonly right: TokenClaims;
  readonly run: ReturnType<typeof runOf>;
  readonly wrong: (name: string, changes: TokenClaims, neverMinted?: string) => Attack;
}

/** The right job in the wrong repository; each also as one that calls our workflow file. */
function otherRepositories({ role, place, right, wrong }: Situation): Attack[] {
  const { owner, name, ownerId, repositoryId } = place;
  const withIds = (other: Partial<Place>): Place => {
    const repository = { ...place, ...other };
    return {
      ...repository,
      subjectPrefix: `repo:${repository.owner}@${repository.ownerId}/${repository.name}@${repository.repositoryId}`,
    };
  };
  const others: Readonly<Record<string, Place>> = {
    "names recycled by another owner": withIds({ ownerId: "8888", repositoryId: "9999" }),
    "repository deleted and made again": withIds({ repositoryId: "3333" }),
    "sibling repository": withIds({ name: "other", repositoryId: "4444" }),
    "repository whose name starts like ours": withIds({ name: `${name}-evil`, repositoryId: "5555" }),
    "repository whose name ends like ours": withIds({ name: `my-${name}`, repositoryId: "5556" }),
    "repository whose name differs in a dot": withIds({ name: name.replace(/\W|$/, "x"), repositoryId: "5557" }),
    "owner whose name starts like ours": withIds({ owner: `${owner}-evil`, ownerId: "7777", repositoryId: "6666" }),
    "owner whose name ends like ours": withIds({ owner: `not-${owner}`, ownerId: "7778", repositoryId: "6667" }),
    "fork under another owner": withIds({ owner: "attacker", ownerId: "9", repositoryId: "10" }),
    "repository that has our id as its owner's": withIds({ ownerId: repositoryId, repositoryId: ownerId }),
    "repository of a name in the form with hyphens": {
      ...withIds({ owner: `${owner}-${ownerId}`, name: `${name}-${repositoryId}`, ownerId: "13", repositoryId: "14" }),
      subjectPrefix: `repo:${owner}-${ownerId}/${name}-${repositoryId}`,
    },
    "names recycled by another owner, subject without ids": {
      ...withIds({ ownerId: "8888", repositoryId: "9999" }),
      subjectPrefix: `repo:${owner}/${name}`,
    },
  };
  return Object.entries(others).flatMap(([title, other]) => {
    const token = tokenOf(role, other);
    const why = token.sub === right.sub ? WHY.ids : undefined;
    return [
      wrong(title, token, why),
      wrong(`${title}, calling our file`, { ...token, job_workflow_ref: right.job_workflow_ref }, why),
    ];
  });
}

/** The right job under another subject. */
function otherSubjects({ place, right, run, wrong }: Situation): Attack[] {
  const { owner, name, ownerId, repositoryId, subjectPrefix } = place;
  const tail = run.context;
  const byTemplate: Readonly<Record<string, string>> = {
    "the prefix alone": subjectPrefix,
    "the owner alone": `repository_owner:${owner}`,
    "the owner's id alone": `repository_owner_id:${ownerId}`,
    "the repository's id alone": `repository_id:${repositoryId}`,
    "the context alone": tail,
    "more after the context": `${subjectPrefix}:${tail}:extra`,
    "the workflow file after the context": `${subjectPrefix}:${tail}:job_workflow_ref:${String(right.job_workflow_ref)}`,
    "the actor before the context": `${subjectPrefix}:actor:octocat:${tail}`,
    "the visibility before the repository": `repository_visibility:private:${subjectPrefix}:${tail}`,
  };
  const odd: Readonly<Record<string, string>> = {
    "the owner where the repository belongs": `repo:${owner}@${ownerId}:${tail}`,
    "half of the ids, the owner's": `repo:${owner}@${ownerId}/${name}:${tail}`,
    "half of the ids, the repository's": `repo:${owner}/${name}@${repositoryId}:${tail}`,
    "the form with hyphens": `repo:${owner}-${ownerId}/${name}-${repositoryId}:${tail}`,
    "an owner in another case": `${subjectPrefix.replace(owner, owner.toUpperCase())}:${tail}`,
    "a repository in another case": `${subjectPrefix.replace(`/${name}`, `/${name.toUpperCase()}`)}:${tail}`,
    "a prefix twice": `${subjectPrefix}:${subjectPrefix}:${tail}`,
    "something before the prefix": `x${subjectPrefix}:${tail}`,
    "a pattern for all of the repository": `${subjectPrefix}:*`,
    "a pattern for all of GitHub": "repo:*",
  };
  const otherForm = subjectPrefix.includes("@")
    ? `repo:${owner}/${name}:${tail}`
    : `repo:${owner}@${ownerId}/${name}@${repositoryId}:${tail}`;
  return [
    wrong("subject in the form that the stack does not trust", { sub: otherForm }),
    // An administrator of the repository can customise the template; the program refuses such a repository.
    ...Object.entries(byTemplate).map(([title, sub]) => wrong(`subject by a template: ${title}`, { sub })),
    ...Object.entries(odd).map(([title, sub]) => wrong(`subject with ${title}`, { sub }, WHY.form)),
  ];
}

/** The right job's token for another service, and tokens of other issuers that say the same. */
function otherAudiencesAndIssuers({ place, wrong }: Situation): Attack[] {
  const audiences: Readonly<Record<string, string | readonly string[]>> = {
    "GitHub's default": `https://github.com/${place.owner}`,
    "another service's": "sigstore",
    "AWS's in China": "sts.amazonaws.com.cn",
    "AWS's with https": "https://sts.amazonaws.com",
    "AWS's in another case": "STS.amazonaws.com",
    "one that starts like AWS's": "sts.amazonaws.com.evil.example",
    "one that ends like AWS's": "evil.sts.amazonaws.com",
    "a regional one": "sts.us-east-1.amazonaws.com",
  };
  const lists: Readonly<Record<string, readonly string[]>> = {
    "AWS's alone": ["sts.amazonaws.com"],
    "AWS's and another": ["sts.amazonaws.com", "sigstore"],
    "another and AWS's": ["sigstore", "sts.amazonaws.com"],
    nothing: [],
  };
  const issuers: Readonly<Record<string, string>> = {
    "GitHub for one enterprise": "https://token.actions.githubusercontent.com/acme",
    "GitHub with data residency": "https://token.actions.acme.ghe.com",
    "a GitHub Enterprise Server": "https://github.example.com/_services/token",
    GitLab: "https://gitlab.com",
    "a host that starts like GitHub's": "https://token.actions.githubusercontent.com.evil.example",
    "a host that ends like GitHub's": "https://evil-token.actions.githubusercontent.com",
  };
  return [
    ...Object.entries(audiences).map(([title, aud]) => wrong(`audience: ${title}`, { aud })),
    ...Object.entries(lists).map(([title, aud]) => wrong(`audiences in a list: ${title}`, { aud }, WHY.form)),
    ...Object.entries(issuers).map(([title, iss]) => wrong(`issuer: ${title}`, { iss })),
  ];
}

/** The right file on the wrong ref. */
function otherRefs({ role, place, right, run, wrong }: Situation): Attack[] {
  const { branch } = place;
  const own = isOnDefaultBranch(role) ? place.defaultBranch : branch;
  const always = [
    "refs/heads/feature",
    "refs/tags/v1.0.0",
    "refs/pull/7/head",
    `refs/heads/gh-readonly-queue/${own}/pr-7`,
  ];
  const refs =
    role === "preview"
      ? [
          `refs/heads/${branch}`,
          `refs/tags/${branch}`,
          "refs/heads/pull/7/merge",
          "refs/heads/refs/pull/7/merge",
          "refs/tags/refs/pull/7/merge",
          "refs/heads/evil/merge",
        ]
      : [
          "refs/pull/7/merge",
          `refs/tags/${own}`,
          `refs/heads/${own}-evil`,
          `refs/heads/evil/${own}`,
          `refs/heads/${own}/evil`,
          `refs/heads/${own.split("/").at(-1) ?? ""}`,
          `refs/heads/${own.split("/").at(0) ?? ""}`,
          `refs/heads/${own.toUpperCase()}`,
          `refs/heads/refs/heads/${own}`,
        ];
  const odd =
    role === "preview"
      ? ["pull/7/merge", "refs/pull/7", "refs/pull/7/merge-evil", "refs/pull/7/merge/evil", "evil/refs/pull/7/merge"]
      : [own, `heads/${own}`, "refs/heads/", `refs/heads/${own}/`, `refs/heads/${own}%2Fx`, "refs/heads/*", "HEAD"];
  const file = String(right.job_workflow_ref).replace(/@.*$/, "");
  const titled = [
    ...[...always, ...refs].map((ref) => ({ ref, why: undefined })),
    ...odd.map((ref) => ({ ref, why: WHY.form })),
  ];
  return titled
    .filter(({ ref }) => ref !== run.ref)
    .flatMap(({ ref, why }) => {
      // The subject of a job without environment says the ref, too.
      const runsOn = isOnDefaultBranch(role) ? { ref, sub: `${place.subjectPrefix}:ref:${ref}` } : { ref };
      return [
        wrong(`our file as it is on ${ref}`, { ...runsOn, job_workflow_ref: `${file}@${ref}` }, why),
        wrong(`${ref}, calling our file as it is on the right ref`, runsOn, why),
        wrong(`the right ref, calling our file as it is on ${ref}`, { job_workflow_ref: `${file}@${ref}` }, why),
        ...(isOnDefaultBranch(role) ? [wrong(`${ref}, which the subject does not say`, { ref }, WHY.ref)] : []),
      ];
    });
}

/** The right ref, running the wrong file. */
function otherFiles({ role, place, run, wrong }: Situation): Attack[] {
  const { owner, name } = place;
  const { file, ref } = run;
  const folder = `${owner}/${name}/.github/workflows`;
  const siblings = ROLE_NAMES.map((other) => runOf(other, place).file).filter((other) => other !== file);
  const files: Readonly<Record<string, string>> = {
    ...Object.fromEntries(siblings.map((other) => [`the job of another role, ${other}`, `${folder}/${other}@${ref}`])),
    "another workflow": `${folder}/check.yml@${ref}`,
    "a file whose name ends like ours": `${folder}/evil-${file}@${ref}`,
    "a file whose name starts like ours": `${folder}/${file}.evil.yml@${ref}`,
    "the other ending of YAML": `${folder}/${file.replace(".yml", ".yaml")}@${ref}`,
    "a file in another case": `${folder}/${file.toUpperCase()}@${ref}`,
    "a file whose name differs in a dot": `${folder}/${file.replace(".", "x")}@${ref}`,
    "a file in a folder of the workflows": `${folder}/evil/${file}@${ref}`,
    "a file in another folder": `${owner}/${name}/workflows/${file}@${ref}`,
    "a file in a folder of the repository": `${owner}/${name}/evil/.github/workflows/${file}@${ref}`,
    "our owner's other repository": `${owner}/other/.github/workflows/${file}@${ref}`,
    "our owner's organization-wide workflows": `${owner}/.github/.github/workflows/${file}@${ref}`,
    "a repository whose name starts like ours": `${owner}/${name}-evil/.github/workflows/${file}@${ref}`,
    "a repository whose name ends like ours": `${owner}/my-${name}/.github/workflows/${file}@${ref}`,
    "somebody else's repository of our name": `evil/${name}/.github/workflows/${file}@${ref}`,
    "somebody whose name ends like our owner's": `not-${owner}/${name}/.github/workflows/${file}@${ref}`,
    "our file at a commit": `${folder}/${file}@0123456789abcdef0123456789abcdef01234567`,
  };
  const odd: Readonly<Record<string, string>> = {
    "our file without a ref": `${folder}/${file}`,
    "our file with an empty ref": `${folder}/${file}@`,
    "our file with a short ref": `${folder}/${file}@${ref.replace(/^refs\/\w+\//, "")}`,
    "our file with two refs": `${folder}/${file}@${ref}@refs/heads/evil`,
    "our path inside another": `evil/x/${folder}/${file}@${ref}`,
    "an owner in another case": `${owner.toUpperCase()}/${name}/.github/workflows/${file}@${ref}`,
    "a pattern for our files": `${folder}/*`,
    "a pattern for our file's refs": `${folder}/${file}@*`,
  };
  const title = (text: string) => `workflow file: ${text}`;
  return [
    ...Object.entries(files).map(([text, path]) => wrong(title(text), { job_workflow_ref: path })),
    ...Object.entries(odd).map(([text, path]) => wrong(title(text), { job_workflow_ref: path }, WHY.form)),
    ...(isOnDefaultBranch(role) || role === "preview"
      ? []
      : [wrong("workflow file: one for pull_request_target", { job_workflow_ref: `${folder}/pr-target.yml@${ref}` })]),
  ];
}

/** The right file in the wrong environment; for a job that has none, in any. */
function otherEnvironments({ place, run, wrong }: Situation): Attack[] {
  const { subjectPrefix, environment } = place;
  const other = environment === "dev" ? "prod" : "dev";
  const others = [other, `${environment}-eu`, `pre${environment}`, environment.toUpperCase(), `${environment}%3Ax`];
  const inside = (name: string) => ({ sub: `${subjectPrefix}:environment:${name}`, environment: name });
  if (run.environment === undefined) {
    return [environment, ...others].map((name) => wrong(`the job in the environment ${name}`, inside(name)));
  }
  return [
    ...others.map((name) => wrong(`environment ${name}`, inside(name))),
    wrong("no environment", { environment: undefined, sub: `${subjectPrefix}:ref:${run.ref}` }),
    ...others.flatMap((name) => [
      wrong(`environment ${name}, which the subject does not say`, { environment: name }, WHY.environment),
      wrong(`environment ${name} in the subject alone`, { sub: inside(name).sub }, WHY.environment),
    ]),
    wrong("an environment in the subject alone", { environment: undefined }, WHY.environment),
  ];
}

/** The right file, started by something else. */
function otherTriggers({ role, place, right, run, wrong }: Situation): Attack[] {
  const { subjectPrefix, branch, defaultBranch } = place;
  const file = String(right.job_workflow_ref).replace(/@.*$/, "");
  const pullRequest = { sub: `${subjectPrefix}:pull_request`, environment: undefined };
  const on = (ref: string, fileRef = ref) => ({ ref, job_workflow_ref: `${file}@${fileRef}` });
  const pull = "refs/pull/7/merge";
  const main = `refs/heads/${defaultBranch}`;
  if (role === "preview") {
    return [
      wrong("closed pull request, which runs on the base branch", { ...pullRequest, ...on(main) }),
      wrong("pull_request_target, calling the file of a pull request", { ...pullRequest, ...on(main, pull) }),
      wrong("pull request, calling the file of the base branch", { ...pullRequest, ...on(pull, main) }),
      wrong("push to the default branch", { sub: `${subjectPrefix}:ref:${main}`, ...on(main) }),
      wrong("push, with a ref like a pull request's", { sub: `${subjectPrefix}:ref:${pull}` }, WHY.form),
    ];
  }
  return [
    wrong("pull request", { ...pullRequest, ...on(pull) }),
    wrong("pull request, calling our file of the right branch", { ...pullRequest, ...on(pull, run.ref) }),
    // The subject of pull_request_target is not documented: both forms are tried, here and as a push without environment.
    wrong("pull_request_target with the subject of a pull request", pullRequest),
    wrong("subject of a pull request in the environment", { sub: `${subjectPrefix}:pull_request` }, WHY.form),
    wrong("push without environment to the branch of the environment", {
      sub: `${subjectPrefix}:ref:refs/heads/${branch}`,
      environment: undefined,
      ...on(`refs/heads/${branch}`, `refs/tags/${branch}`),
    }),
  ];
}

/** Ids that look like ours. */
function otherIds({ place, wrong }: Situation): Attack[] {
  const { repositoryId, ownerId } = place;
  const near = (id: string) => [`${id}0`, `0${id}`, `1${id}`, id.slice(0, -1), `${id}.0`, `+${id}`, "0", "-1"];
  return [
    ...near(repositoryId).map((id) =>
      wrong(`our subject with the repository id ${id}`, { repository_id: id }, WHY.ids),
    ),
    ...near(ownerId).map((id) => wrong(`our subject with the owner id ${id}`, { repository_owner_id: id }, WHY.ids)),
    wrong("our subject with the ids swapped", { repository_id: ownerId, repository_owner_id: repositoryId }, WHY.ids),
    wrong("our subject with another repository's ids", { repository_id: "9999", repository_owner_id: "8888" }, WHY.ids),
  ];
}

/** Each pinned claim: not there, empty, or not quite what it should be. */
function brokenClaims({ role, right, wrong }: Situation): Attack[] {
  return pinnedClaims(role).flatMap((claim) => {
    const value = String(right[claim]);
    const broken: Readonly<Record<string, string | undefined>> = {
      missing: undefined,
      empty: "",
      "an asterisk": "*",
      "a question mark": "?",
      null: "null",
      "with a space after it": `${value} `,
      "with a space before it": ` ${value}`,
      "with a new line after it": `${value}\n`,
      "with a null character after it": `${value}\u0000`,
      "cut in half": value.slice(0, Math.ceil(value.length / 2)),
      "in another case": value.toUpperCase() === value ? "x" : value.toUpperCase(),
      "a policy variable": `\${token.actions.githubusercontent.com:${claim}}`,
    };
    return Object.entries(broken).map(([title, text]) => wrong(`${claim} ${title}`, { [claim]: text }, WHY.form));
  });
}
