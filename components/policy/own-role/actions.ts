/** What AWS's own data says about an IAM action. */
export interface KnownAction {
  /** As AWS spells it, for example `ecs:UpdateService`. */
  readonly name: string;
  /** Read, List, Write, Tagging and Permissions management; several where several apply. */
  readonly levels: readonly string[];
  /** Whether IAM can limit the action to single resources. */
  readonly hasResources: boolean;
}

/** IAM actions by their names in lower case; undefined if AWS has no such action. */
export type KnownActions = ReadonlyMap<string, KnownAction | undefined>;

/** Whether an action changes nothing. */
export function isReading({ levels }: KnownAction): boolean {
  return levels.every((level) => level === "Read" || level === "List");
}

/** Whether an action decides who may do what. */
export function managesPermissions({ levels }: KnownAction): boolean {
  return levels.includes("Permissions management");
}

/** Services whose every write decides who is who, or who may do what. */
const GUARDED = [
  "iam",
  "sts",
  "organizations",
  "sso",
  "sso-directory",
  "sso-oauth",
  "identitystore",
  "identitystore-auth",
  "identity-sync",
  "rolesanywhere",
  "ram",
];

/** Writes of other services that do too, although AWS's data calls them plain writes: who may do what in a cluster. */
const GUARDED_ACTIONS = /^eks:(?:\w+AccessEntry|\w+AccessPolicy|\w+PodIdentityAssociation|\w+IdentityProviderConfig)$/;

/** Whether an action is a write of identities or rights under another name. */
export function isGuarded(action: KnownAction): boolean {
  const [service = ""] = action.name.split(":");
  return !isReading(action) && (GUARDED.includes(service) || GUARDED_ACTIONS.test(action.name));
}
