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
import { parsed } from "./json";
import { isKmsKeyArn, KMS_KEY_FORM } from "./kms-key";
import { NAME_PATTERN } from "./names";
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
}

const setting = <T>(want: string, parse: Setting<T>["parse"]): Setting<T> => ({ want, parse });

const environmentOrNothing = setting(`the name of an environment, like ${NAME_PATTERN.source}, or nothing`, (text) =>
  text === "" || NAME_PATTERN.test(text) ? text : undefined,
);

/** The config keys of this program. Pulumi.yaml gives their types, descriptions and defaults. */
export const SETTINGS = {
  repository: setting("owner/name, for example acme/site", parseRepository),
  environment: setting(`a name like ${NAME_PATTERN.source} that does not start with github`, (text) =>
    NAME_PATTERN.test(text) && !text.startsWith("github") ? text : undefined,
  ),
  branch: setting("the exact name of one branch without refs/heads/, for example main", (text) =>
    isBranchName(text) ? text : undefined,
  ),
  after: environmentOrNothing,
  before: environmentOrNothing,
  oidcProvider: setting("create or existing", oneOf("create", "existing")),
  sessionMinutes: setting("a whole number of minutes from 15 to 720", (text) => wholeNumber(text, 15, 720)),
  restoreDays: setting(`a whole number of days from ${RESTORE_DAYS.least} to ${RESTORE_DAYS.most}`, (text) =>
    wholeNumber(text, RESTORE_DAYS.least, RESTORE_DAYS.most),
  ),
  routing: setting("files, folders, html or app", oneOf(...ROUTINGS)),
  domain: setting(DOMAIN_FORM, (text) => parseDomain(parsed(text))),
  redirects: setting(REDIRECTS_FORM, (text) => parseRedirects(parsed(text))),
  headers: setting(HEADERS_FORM, (text) => parseHeaders(parsed(text))),
  accessLogs: setting("true or false", trueOrFalse),
  priceClass: setting(PRICE_CLASSES.join(" or "), oneOf(...PRICE_CLASSES)),
  webAclArn: setting(WEB_ACL_FORM, (text) => (text === "" || isWebAclArn(text) ? text : undefined)),
  geoRestriction: setting(GEO_RESTRICTION_FORM, (text) => parseGeoRestriction(parsed(text))),
  reviewers: setting(REVIEWERS_FORM, (text) => parseReviewers(parsed(text))),
  waitMinutes: setting("a whole number of minutes from 0 to 43200", (text) => wholeNumber(text, 0, 43200)),
  environmentProtection: setting("full, branch or none", oneOf("full", "branch", "none")),
  protect: setting("true or false", trueOrFalse),
  adoptVariables: setting("a list of variable names", (text) => parseStrings(parsed(text))),
  subjectPrefix: setting(PREFIX_FORM, (text) =>
    text === "" || parseSubjectPrefix(text) !== undefined ? text : undefined,
  ),
  alsoTrust: setting(ALSO_TRUST_FORM, (text) => parseAlsoTrust(parsed(text))),
  githubApp: setting(GITHUB_APP_FORM, (text) => parseGithubApp(parsed(text))),
  permissionsBoundary: setting(BOUNDARY_FORM, (text) => (text === "" || isBoundaryArn(text) ? text : undefined)),
  roles: setting(OWN_ROLES_FORM, (text) => parseOwnRoles(parsed(text))),
  builtInRoles: setting(BUILT_IN_ROLES_FORM, (text) => parseBuiltInRoles(parsed(text))),
  stateBucket: setting("the name of an S3 bucket, without s3://", (text) =>
    text === "" || /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text) ? text : undefined,
  ),
  stateAccount: setting("an account's 12 digits in quotation marks, or nothing", (text) =>
    /^(?:\d{12})?$/.test(text) ? text : undefined,
  ),
  stateKmsKeyArn: setting(KMS_KEY_FORM, (text) => (text === "" || isKmsKeyArn(text) ? text : undefined)),
  pulumiOrganization: setting("the name of an organization in Pulumi Cloud, or nothing", (text) =>
    text === "" || isOrganization(text) ? text : undefined,
  ),
};

function wholeNumber(text: string, least: number, most: number): number | undefined {
  const number = Number(text);
  return /^(0|[1-9]\d*)$/.test(text) && number >= least && number <= most ? number : undefined;
}

function trueOrFalse(text: string): boolean | undefined {
  return ["true", "false"].includes(text) ? text === "true" : undefined;
}

function oneOf<Word extends string>(...words: readonly Word[]): (text: string) => Word | undefined {
  return (text) => words.find((word) => word === text);
}

function parseStrings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
}
