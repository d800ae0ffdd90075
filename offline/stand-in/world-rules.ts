import { aBoolean, aString, aWholeNumber, listOf, matching, object, oneOf, recordOf, type Rule } from "./rules";

const fullName = { pattern: /^[\w.-]+\/[\w.-]+$/, wanted: "owner/name" };

const aRepository = object(
  {
    id: aWholeNumber,
    owner: object({ login: aString, id: aWholeNumber, type: oneOf("Organization", "User") }),
    visibility: oneOf("public", "private", "internal"),
    default_branch: aString,
    branches: recordOf(object({ reviewsRequired: aBoolean })),
    oidc: object(
      { use_default: aBoolean },
      { include_claim_keys: listOf(aString), use_immutable_subject: aBoolean, sub_claim_prefix: aString },
    ),
  },
  {
    archived: aBoolean,
    protectionRules: oneOf(true, false, "branch"),
    variables: recordOf(aString),
    secretNames: listOf(aString),
    environments: recordOf(
      object(
        {},
        {
          reviewers: object({}, { users: listOf(aString), teams: listOf(aString) }),
          waitMinutes: aWholeNumber,
          canAdminsBypass: aBoolean,
          preventSelfReview: aBoolean,
          branchPolicies: listOf(aString),
        },
      ),
    ),
    access: object({ users: listOf(aString), teams: listOf(aString) }),
  },
);
const aMovedRepository = object({ movedTo: matching(fullName.pattern, fullName.wanted) });

const anAccount = matching(/^\d{12}$/, "an account number of 12 digits");

/** The format of a world file. */
export const aWorld = object({
  aws: object(
    {
      oidcProviders: listOf(
        object(
          { url: matching(/^https:\/\/./, "an https:// URL"), clientIds: listOf(aString) },
          { accountId: anAccount, tags: recordOf(aString) },
        ),
      ),
    },
    {
      accountId: anAccount,
      region: aString,
      headersPolicies: aWholeNumber,
      hostedZones: listOf(object({ id: aString, name: aString }, { private: aBoolean })),
      aliasesInUse: listOf(aString),
      recordsElsewhere: oneOf("set", "missing"),
    },
  ),
  github: object(
    { repositories: recordOf(either("movedTo", aMovedRepository, aRepository), fullName) },
    {
      users: recordOf(aWholeNumber),
      teams: recordOf(aWholeNumber),
      answers: recordOf(either("error", object({ error: aString }), object({ code: aWholeNumber, body: aString }))),
    },
  ),
});

/** The rule for an object that has `key`, or else the other one. */
function either(key: string, having: Rule, lacking: Rule): Rule {
  return (value, path) => {
    const rule = typeof value === "object" && value !== null && key in value ? having : lacking;
    rule(value, path);
  };
}
