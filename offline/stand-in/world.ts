import {
  type Accepted,
  aBoolean,
  aString,
  aWholeNumber,
  either,
  listOf,
  matching,
  object,
  oneOf,
  recordOf,
} from "./rules";

/** Logins, and teams by name. */
const people = { users: listOf(aString), teams: listOf(aString) };
const fullName = /^[\w.-]+\/[\w.-]+$/;
const anAccount = matching(/^\d{12}$/, "an account number of 12 digits");

/** An environment that is there before the first up. */
const anEnvironment = object(
  {},
  {
    reviewers: object({}, people),
    waitMinutes: aWholeNumber,
    /** The branches that may deploy. Default: all. */
    branchPolicies: listOf(aString),
  },
);

/** A repository, with the names that GitHub's REST API uses. */
const aRepository = object(
  {
    id: aWholeNumber,
    owner: object({ login: aString, id: aWholeNumber, type: oneOf("Organization", "User") }, {}),
    visibility: oneOf("public", "private", "internal"),
    default_branch: aString,
    branches: recordOf(object({ reviewsRequired: aBoolean }, {})),
    /** The answer to GET .../actions/oidc/customization/sub. */
    oidc: object(
      { use_default: aBoolean },
      { include_claim_keys: listOf(aString), use_immutable_subject: aBoolean, sub_claim_prefix: aString },
    ),
  },
  {
    archived: aBoolean,
    /**
     * Whether the plan has protection rules for the environments of a repository that is not public; `branch`: only
     * branch policies, as on Pro and Team. Default: true.
     */
    protectionRules: oneOf(true, false, "branch"),
    variables: recordOf(aString),
    environments: recordOf(anEnvironment),
    /** Who can read it. Default: everybody whom the world names. */
    access: object(people, {}),
  },
);

/** A repository's former name: GitHub's API redirects from it. */
const aMovedRepository = object({ movedTo: matching(fullName, "owner/name") }, {});

const aHostedZone = object(
  {
    id: aString,
    /** Without a trailing dot. */
    name: aString,
  },
  {
    /** Whether only networks of AWS see it. Default: false. */
    private: aBoolean,
  },
);

const anAwsWorld = object(
  {
    oidcProviders: listOf(
      object(
        { url: matching(/^https:\/\/./, "an https:// URL"), clientIds: listOf(aString) },
        {
          /** The account that holds it. Default: the `accountId` of the world. */
          accountId: anAccount,
          tags: recordOf(aString),
        },
      ),
    ),
  },
  {
    /** The account of the pretend credentials. Default: the one that `aws:allowedAccountIds` names first. */
    accountId: anAccount,
    region: aString,
    /** How many other response headers policies the account has. Default: 0. */
    headersPolicies: aWholeNumber,
    hostedZones: listOf(aHostedZone),
    /** Names that are on somebody else's distribution. */
    aliasesInUse: listOf(aString),
    /** Whether somebody sets the records that a certificate waits for where no zone holds its names. Default: set. */
    recordsElsewhere: oneOf("set", "missing"),
  },
);

/** An HTTP answer, or the plugin's error if none comes. */
const anAnswer = either("error", object({ error: aString }, {}), object({ code: aWholeNumber, body: aString }, {}));

/** What the AWS account and GitHub hold before the first up: the format of a world file. */
export const aWorld = object(
  {
    aws: anAwsWorld,
    github: object(
      {
        /** By `owner/name`, in the spelling that GitHub answers with. */
        repositories: recordOf(
          either("movedTo", aMovedRepository, aRepository),
          matching(fullName, "a key that is owner/name"),
        ),
      },
      {
        users: recordOf(aWholeNumber),
        teams: recordOf(aWholeNumber),
        /** What GitHub answers to a GET of these endpoints, whatever it holds. */
        answers: recordOf(anAnswer),
      },
    ),
  },
  {},
);

export type World = Accepted<typeof aWorld>;
export type AwsWorld = Accepted<typeof anAwsWorld>;
export type HostedZone = Accepted<typeof aHostedZone>;
export type Repository = Accepted<typeof aRepository>;
export type EnvironmentBefore = Accepted<typeof anEnvironment>;
export type Answer = Accepted<typeof anAnswer>;
