// Compares what a role trusts with what a token says.

/** One claim of a token, or the end of the role's trust: the claim `until`. */
export interface Row {
  readonly claim: string;
  readonly trusted: string;
  /** Undefined if the token has no such claim. */
  readonly given: string | undefined;
  readonly same: boolean;
}

/** Compares one job of a role's trust with the claims of a token, claim by claim, the differing ones first. */
export function compare(
  { until, ...trusted }: Readonly<Record<string, unknown>>,
  claims: Readonly<Record<string, unknown>>,
  now: Date,
): readonly Row[] {
  const rows = Object.entries(trusted).map(([claim, value]): Row => {
    // Several spellings of one value, of which the token must have one.
    const wanted = [value].flat().map(String);
    const [want, given] = [wanted.join(" or "), claims[claim]];
    const text = given === undefined ? undefined : typeof given === "string" ? given : JSON.stringify(given);
    return { claim, trusted: want, given: text, same: text !== undefined && wanted.some((one) => matches(one, text)) };
  });
  if (typeof until === "string")
    rows.push({ claim: "until", trusted: until, given: now.toISOString(), same: new Date(until) > now });
  return [...rows.filter(({ same }) => !same), ...rows.filter(({ same }) => same)];
}

/** `*` stands for the number of a pull request and for nothing else. */
function matches(trusted: string, given: string): boolean {
  const parts = trusted.split("*").map((part) => part.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join(String.raw`\d+`)}$`).test(given);
}

/** Why AWS most likely refused, and what to do about it. */
export function likelyCause(rows: readonly Row[]): string {
  const row = (claim: string): Row | undefined => rows.find((one) => one.claim === claim && !one.same);
  const [sub, environment, ref, file] = ["sub", "environment", "ref", "job_workflow_ref"].map(row);
  const [issuer, repository, owner] = ["iss", "repository_id", "repository_owner_id"].map(row);
  if (issuer !== undefined) {
    return (
      `the token is of another issuer, ${issuer.given ?? "none"}: an enterprise's own issuer, GitHub Enterprise Server and ` +
      "ghe.com are not supported."
    );
  }
  if (repository !== undefined) return "this is another repository than the one that the role trusts.";
  if (owner !== undefined) {
    return "the repository was transferred to another owner; an administrator's `pulumi up` trusts it again (see alsoTrust).";
  }
  if (environment !== undefined && sameButCase(environment)) {
    return (
      `only the case differs: GitHub has the environment as ${environment.given ?? ""}, the role trusts ${environment.trusted}; ` +
      "AWS is case-sensitive. Delete the environment in GitHub and let `pulumi up` create it, or choose another name."
    );
  }
  if (environment !== undefined) {
    return environment.given === undefined
      ? `the job runs in no environment; it needs \`environment: ${environment.trusted}\`.`
      : `the job runs in the environment ${environment.given}; the role trusts ${environment.trusted} only.`;
  }
  if (ref !== undefined) return `the run is on ${ref.given ?? "no ref"}; the role trusts ${ref.trusted} only.`;
  // A rename changes the owner or the name in both; another file changes only the one.
  const renamed = file === undefined || afterRepository(file.trusted) === afterRepository(file.given);
  if (sub?.given?.startsWith(`${sub.trusted}:`) === true) return TEMPLATE;
  if (sub !== undefined && renamed) return RENAMED;
  if (file !== undefined && sameButCase(file)) {
    return `only the case differs: the job is in ${file.given ?? ""}; the role trusts ${file.trusted}. Spell \`repository\` and the workflow's file as GitHub does, and run \`pulumi up\` as an administrator.`;
  }
  if (file !== undefined) return `the job is in ${file.given ?? "no file"}; the role trusts ${file.trusted} only.`;
  if (row("aud") !== undefined)
    return "the token was asked for another audience than the one that the role trusts (sts.amazonaws.com; AWS in China has another, and is not supported).";
  const until = row("until");
  if (until !== undefined)
    return `the role trusted this identity of the repository only until ${until.trusted} (alsoTrust).`;
  return (
    "the token has all that the role trusts. Then there is no such role any more, the account has no OIDC provider for " +
    "GitHub, the session is to last longer than the role allows, or the role was changed since its stack's last " +
    "`pulumi up`, which writes what was compared here."
  );
}

function sameButCase({ trusted, given = "" }: Row): boolean {
  return trusted.toLowerCase().split(" or ").includes(given.toLowerCase());
}

const TEMPLATE =
  "the subject starts as the role trusts it and goes on: the repository's subjects follow a template of its own " +
  "(include_claim_keys); set it back to GitHub's default: gh api --method PUT " +
  "repos/OWNER/NAME/actions/oidc/customization/sub -F use_default=true";

const RENAMED =
  "the repository or its owner was renamed, or GitHub has changed the form of the repository's subjects; an " +
  "administrator's `pulumi up` reads the current form from GitHub and trusts it (see alsoTrust).";

/** A workflow file without its repository: .github/workflows/x.yml@ref. */
function afterRepository(file: string | undefined): string {
  return file?.split("/").slice(2).join("/") ?? "";
}
