import { ALSO_TRUST_FORM, parseAlsoTrust } from "./also-trust";
import { isBranchName } from "./branch";
import { RESTORE_DAYS } from "./bucket-history";
import {
  GEO_RESTRICTION_FORM,
  isWebAclArn,
  parseGeoRestriction,
  PRICE_CLASSES,
  WEB_ACL_FORM,
} from "./distribution-options";
import { DOMAIN_FORM, parseDomain } from "./domain";
import { GITHUB_APP_FORM, parseGithubApp } from "./github-app";
import { HEADERS_FORM, parseHeaders } from "./headers";
import { isTexts, parsed } from "./json";
import { isKmsKeyArn, KMS_KEY_FORM } from "./kms-key";
import { NAME_FORM, NAME_PATTERN } from "./names";
import { BOUNDARY_FORM, isBoundaryArn } from "./permissions-boundary";
import { OWN_ROLES_FORM, parseOwnRoles } from "./own-role/setting";
import { isOrganization } from "./pulumi-cloud";
import { parseRedirects, REDIRECTS_FORM } from "./redirects";
import { parseRepository } from "./repository-name";
import { parseReviewers, REVIEWERS_FORM } from "./reviewers";
import { BUILT_IN_ROLES_FORM, parseBuiltInRoles } from "./roles";
import { ROUTINGS } from "./routing";
import { parseSubjectPrefix, PREFIX_FORM } from "./subject-prefix";

/** One config key: the form of its value, in words and as code. Values arrive as text, lists and objects as JSON. */
export interface Setting<T> {
  readonly want: string;
  /** The value, or undefined if the text is malformed. */
  readonly parse: (text: string) => T | undefined;
  /** Of a list or an object: an object of this form with all keys that it must have. */
  readonly example?: Readonly<Record<string, unknown>>;
}

const setting = <T>(want: string, parse: Setting<T>["parse"]): Setting<T> => ({ want, parse });

const structure = <T>(want: string, parse: (value: unknown) => T | undefined, example = {}): Setting<T> => ({
  ...setting(want, (text) => parse(parsed(text))),
  example,
});

const word = (want: string, fits: (text: string) => boolean): Setting<string> =>
  setting(want, (text) => (fits(text) ? text : undefined));

const wordOrNothing = (want: string, fits: (text: string) => boolean): Setting<string> =>
  word(`${want}, or nothing`, (text) => text === "" || fits(text));

const oneOf = <Word extends string>(...words: readonly Word[]): Setting<Word> =>
  setting(`${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`, (text) => words.find((one) => one === text));

const wholeNumber = (unit: string, least: number, most: number): Setting<number> =>
  setting(`a whole number of ${unit} from ${least} to ${most}`, (text) => {
    const number = Number(text);
    return /^(0|[1-9]\d*)$/.test(text) && number >= least && number <= most ? number : undefined;
  });

const trueOrFalse = setting("true or false", (text) =>
  ["true", "false"].includes(text) ? text === "true" : undefined,
);

const environmentOrNothing = wordOrNothing(`the name of an environment, ${NAME_FORM}`, (text) =>
  NAME_PATTERN.test(text),
);

/** The config keys of this program. Pulumi.yaml gives their types, descriptions and defaults. */
export const SETTINGS = {
  repository: setting("owner/name, for example acme/site", parseRepository),
  environment: word(
    `${NAME_FORM}, not starting with github`,
    (text) => NAME_PATTERN.test(text) && !text.startsWith("github"),
  ),
  branch: word("the exact name of one branch without refs/heads/, for example main", isBranchName),
  after: environmentOrNothing,
  before: environmentOrNothing,
  oidcProvider: oneOf("create", "existing"),
  sessionMinutes: wholeNumber("minutes", 15, 720),
  restoreDays: wholeNumber("days", RESTORE_DAYS.least, RESTORE_DAYS.most),
  routing: oneOf(...ROUTINGS),
  domain: structure(DOMAIN_FORM, parseDomain, { name: "www.example.com" }),
  redirects: structure(REDIRECTS_FORM, parseRedirects),
  headers: structure(HEADERS_FORM, parseHeaders),
  accessLogs: trueOrFalse,
  priceClass: oneOf(...PRICE_CLASSES),
  webAclArn: wordOrNothing(WEB_ACL_FORM, isWebAclArn),
  geoRestriction: structure(GEO_RESTRICTION_FORM, parseGeoRestriction),
  reviewers: structure(REVIEWERS_FORM, parseReviewers),
  waitMinutes: wholeNumber("minutes", 0, 43200),
  environmentProtection: oneOf("full", "branch", "none"),
  protect: trueOrFalse,
  adoptVariables: structure("names of variables, in a list", (value) => (isTexts(value) ? value : undefined)),
  subjectPrefix: word(PREFIX_FORM, (text) => text === "" || parseSubjectPrefix(text) !== undefined),
  alsoTrust: structure(ALSO_TRUST_FORM, parseAlsoTrust, { subjectPrefix: "repo:acme/site", until: "2026-12-31" }),
  githubApp: structure(GITHUB_APP_FORM, parseGithubApp, {
    appId: 1,
    installationId: 1,
    kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/1",
  }),
  permissionsBoundary: wordOrNothing(BOUNDARY_FORM, isBoundaryArn),
  roles: structure(OWN_ROLES_FORM, parseOwnRoles, {
    api: { workflow: "api.yml", trigger: "environment", policy: "policies/api.json" },
  }),
  builtInRoles: structure(BUILT_IN_ROLES_FORM, parseBuiltInRoles),
  stateBucket: word(
    "the name of an S3 bucket, without s3://",
    (text) => text === "" || /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text),
  ),
  stateAccount: wordOrNothing("an account's 12 digits in quotation marks", (text) => /^\d{12}$/.test(text)),
  stateKmsKeyArn: word(KMS_KEY_FORM, (text) => text === "" || isKmsKeyArn(text)),
  pulumiOrganization: wordOrNothing("the name of an organization in Pulumi Cloud", isOrganization),
};
