import { check, type CheckRequest, type CheckResult } from "./check";
import { type Change, type Cloud, editCloud, findResource, readCloud, type StoredResource } from "./cloud";
import { diff, inputsFor, type PropertyChange } from "./diff";
import { meetFault } from "./faults";
import { outputsOf, planned } from "./outputs";
import { containsUnknown, isObject, type Properties } from "./properties";
import type { Call, Caller, ProviderDefinition, Refused, ResourceType } from "./resource-type";

export interface Held {
  readonly id: string;
  readonly properties: Properties;
}

/**
 * A provider with its settings: what the engine talks to. All that it remembers is in the cloud's file. Its calls
 * throw an Error with the text with which the cloud refuses them.
 */
export class Provider {
  constructor(
    private readonly definition: ProviderDefinition,
    private readonly cloudFile: string,
    private readonly caller: Caller,
    /** Ends everything that waits. */
    private readonly signal: () => AbortSignal = () => new AbortController().signal,
  ) {}

  check(token: string, request: CheckRequest): CheckResult {
    const type = this.type(token);
    const { defaultTags = {} } = this.caller;
    if (!type.inputs.includes("tags") || Object.keys(defaultTags).length === 0) return check(type, request);
    // A resource's own tags win.
    const { tags } = request.news;
    const merged = { ...defaultTags, ...(isObject(tags) ? tags : {}) };
    return check(type, { ...request, news: { ...request.news, tags: merged } });
  }

  diff(token: string, state: Properties, inputs: Properties): PropertyChange[] {
    const type = this.type(token);
    const sameThing = () =>
      type.sameThing?.(state, this.call(readCloud(this.cloudFile), type.id(inputs, this.caller), inputs)) === true;
    return diff(type, state, inputs, sameThing);
  }

  /** What a create would make; unknown is only what the cloud decides, and what follows from something unknown. */
  previewCreate(token: string, inputs: Properties): Held {
    const type = this.type(token);
    const plan = planned(type, inputs, this.caller);
    const id = type.idDecided === true ? "" : type.id(plan, this.caller);
    return { id: containsUnknown(id) ? "" : id, properties: outputsOf(type, plan) };
  }

  async create(token: string, inputs: Properties): Promise<Held> {
    const type = this.type(token);
    const plan = planned(type, inputs, this.caller);
    const id = type.id(plan, this.caller);
    await meetFault(this.cloudFile, token, "create", this.signal());
    return editCloud(this.cloudFile, (cloud) => {
      const call = this.call(cloud, id, plan);
      obey(type, "create", call);
      const known = type.already?.(call);
      if (known !== undefined) return { id: known, properties: outputsOf(type, plan, { ...call, id: known }) };
      const properties = outputsOf(type, plan, call);
      const { account } = this.caller;
      // If the cloud does not refuse it, a create replaces the setting that is there.
      remove(cloud, find(type, call));
      const held = type.settled?.({ ...call, properties }) ?? properties;
      cloud.resources.push({ type: token, id, account, properties: held });
      type.effect?.(call);
      cloud.journal.push({ operation: "create", type: token, id });
      return { id, properties };
    });
  }

  /** What the cloud holds, and the inputs that make it so; undefined if it is gone. */
  async read(
    token: string,
    id: string,
    given: Properties,
    state: Properties = {},
  ): Promise<(Held & { inputs: Properties }) | undefined> {
    const type = this.type(token);
    await meetFault(this.cloudFile, token, "read", this.signal());
    const call = this.call(readCloud(this.cloudFile), id, state);
    const held = find(type, call);
    if (held === undefined) return undefined;
    const properties = type.seen?.(held.properties, state, call) ?? held.properties;
    return { id, properties, inputs: inputsFor(type, properties, given) };
  }

  previewUpdate(token: string, state: Properties, inputs: Properties): Properties {
    const type = this.type(token);
    return outputsOf(type, planned(type, inputs, this.caller), undefined, state);
  }

  async update(token: string, id: string, inputs: Properties, state: Properties = {}): Promise<Properties> {
    const type = this.type(token);
    const plan = planned(type, inputs, this.caller);
    await meetFault(this.cloudFile, token, "update", this.signal());
    return editCloud(this.cloudFile, (cloud) => {
      const call = this.call(cloud, id, plan);
      const held = find(type, { ...call, properties: { ...state, ...plan } });
      if (held === undefined) {
        obey(type, "update", call, type.gone);
        throw new Error(`updating ${token} (${id}): couldn't find resource`);
      }
      obey(type, "update", call);
      const properties = outputsOf(type, plan, call, held.properties);
      held.properties = type.settled?.({ ...call, properties }) ?? properties;
      type.effect?.(call);
      cloud.journal.push({ operation: "update", type: token, id });
      return properties;
    });
  }

  /** Deleting what is already gone is no error to AWS, but one to GitHub. */
  async delete(token: string, id: string, state: Properties = {}): Promise<void> {
    const type = this.type(token);
    await meetFault(this.cloudFile, token, "delete", this.signal());
    editCloud(this.cloudFile, (cloud) => {
      const call = this.call(cloud, id, state);
      const held = find(type, call);
      if (held === undefined) {
        obey(type, "delete", call, type.gone);
        return;
      }
      const deleted = { ...call, properties: held.properties };
      obey(type, "delete", deleted);
      cloud.resources = cloud.resources.filter((other) => type.takesAlong?.(deleted, other) !== true);
      remove(cloud, held);
      cloud.journal.push({ operation: "delete", type: token, id });
    });
  }

  invoke(token: string, args: Properties): Properties {
    const invoke = this.definition.invokes[token];
    if (invoke === undefined) throw new Error(`the stand-in for ${this.definition.name} knows no function ${token}`);
    return invoke(args, { caller: this.caller, cloud: readCloud(this.cloudFile) });
  }

  private call(cloud: Cloud, id: string, properties: Properties): Call {
    return { caller: this.caller, cloud, id, properties };
  }

  private type(token: string): ResourceType {
    const type = this.definition.resourceTypes.find((each) => each.token === token);
    if (type === undefined) throw new Error(`the stand-in for ${this.definition.name} knows no resource type ${token}`);
    return type;
  }
}

function find(type: ResourceType, call: Call): StoredResource | undefined {
  if (type.find !== undefined) return type.find(call);
  return findResource(call.cloud, type.token, call.caller.account, call.id);
}

function remove(cloud: Cloud, held: StoredResource | undefined): void {
  cloud.resources = cloud.resources.filter((resource) => resource !== held);
}

/** @throws Error with the plugin's text if the call is refused, which it may be from the start. */
function obey(type: ResourceType, operation: Change, call: Call, refused?: Refused): void {
  for (const refusal of type.refuse?.[operation] ?? []) refused ??= refusal(call);
  if (refused !== undefined) throw new Error(type.explain?.(operation, call, refused));
}
