import type { Change, Cloud, StoredResource } from "./cloud";
import type { Properties, Value } from "./properties";

/** Who calls: the AWS account and region of the provider's credentials, or the GitHub owner, who has no region. */
export interface Caller {
  readonly account: string;
  readonly region: string;
  /** The tags that the plugin puts on all that can have tags. */
  readonly defaultTags?: Properties;
}

/** A call of the cloud's API, with what the cloud holds before it. */
export interface Call {
  readonly caller: Caller;
  readonly cloud: Cloud;
  readonly id: string;
  /** The resource as it is to be; when it is to be deleted, as it is. */
  readonly properties: Properties;
}

/** Why the cloud does not do what it is asked for: the HTTP status, and its words; AWS has a code and a message. */
export type Refused = readonly [status: number, ...words: readonly string[]];

export type Refusal = (call: Call) => Refused | undefined;

export interface Failure {
  readonly property: string;
  readonly reason: string;
}

/** All that the stand-in knows about a type of resource. Any other property is an error. */
export interface ResourceType {
  /** Pulumi's type token. */
  readonly token: string;
  /** Those that it needs are missed by Pulumi's SDK, before the engine hears of the resource. */
  readonly inputs: readonly string[];
  /** The property that gets a name made by the engine if the program gives none. */
  readonly autonamed?: { readonly property: string; readonly maxLength: number };
  /** Inputs that are policies in JSON: an object becomes its text, and only a different meaning is a change. */
  readonly documents?: readonly string[];
  /** The cloud's defaults of omitted inputs. */
  readonly defaults?: Properties;
  /** Inputs whose change needs a new resource. */
  readonly replaceOn: readonly string[];
  /** What is wrong with inputs, as the real plugin says it before any call. Some may be unknown still. */
  readonly check?: (inputs: Properties) => readonly Failure[];
  /** The inputs in the spelling in which the cloud keeps them. */
  readonly normalize?: (inputs: Properties) => Properties;
  /** Outputs that follow from the inputs. A preview knows them; one that is an input too may be given. */
  readonly derived?: Readonly<Record<string, (inputs: Properties, caller: Caller) => Value>>;
  /** Outputs that the cloud makes up. A preview does not know them; one that is an input too may be given. */
  readonly decided?: Readonly<Record<string, (call: Call) => Value>>;
  /** Those of `decided` that change with every update. */
  readonly decidedAgain?: readonly string[];
  readonly id: (properties: Properties, caller: Caller) => string;
  /** The id is made up by the cloud: a preview does not know it. */
  readonly idDecided?: boolean;
  /** What may be refused, by the first that does. */
  readonly refuse?: Readonly<Partial<Record<Change, readonly Refusal[]>>>;
  /** The text of the plugin's error for a refused call. */
  readonly explain?: (operation: Change, call: Call, refused: Refused) => string;
  /** Finds what the cloud holds. Default: by its id, in the caller's account. */
  readonly find?: (call: Call) => StoredResource | undefined;
  /** Whether the changed properties in `replaceOn` still name the same thing. */
  readonly sameThing?: (state: Properties, call: Call) => boolean;
  /** How a change of something gone is refused. Default: an update fails, a deletion has nothing to do. */
  readonly gone?: Refused;
  /** The id that the plugin goes on with if a create makes nothing, because the cloud already has it. */
  readonly already?: (call: Call) => string | undefined;
  /** What the cloud holds after a change if that is silently not what was requested. */
  readonly settled?: (call: Call) => Properties;
  /** What a read shows of it, if the plugin does not see everything. */
  readonly seen?: (held: Properties, state: Properties, call: Call) => Properties;
  /** What a create or an update changes of other things. */
  readonly effect?: (call: Call) => void;
  /** What is deleted with it. */
  readonly takesAlong?: (call: Call, other: StoredResource) => boolean;
}

/** A function of a provider, such as a lookup. Throws an Error with the plugin's text. */
export type Invoke = (args: Properties, context: { readonly caller: Caller; readonly cloud: Cloud }) => Properties;

/** A provider: what it holds to be its settings, its types of resource and its functions. */
export interface ProviderDefinition {
  readonly name: string;
  readonly version: string;
  /** @throws Error if the real plugin refuses its settings. */
  readonly configure: (settings: Properties, cloud: Cloud) => Caller;
  /** The settings whose change makes it another provider, with other resources. */
  readonly identity: (settings: Properties) => Properties;
  readonly resourceTypes: readonly ResourceType[];
  readonly invokes: Readonly<Record<string, Invoke>>;
}
