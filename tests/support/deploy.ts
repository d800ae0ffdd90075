import * as pulumi from "@pulumi/pulumi";
import type {
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
  RegisterResourceResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import type { MockMonitor } from "@pulumi/pulumi/runtime/mocks";

/** A resource as the program registered it: what the engine would have received. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Type and name of the parent, for example `StaticSite site`. */
  readonly parent: string;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly importId: string;
  readonly ignoreChanges: readonly string[];
  /** Types and names of the resources that must be there before, given or following from the inputs. */
  readonly dependsOn: readonly string[];
  /** Type and name of the explicit provider; empty for the default one. */
  readonly provider: string;
  /** Names of the hooks that run when an operation fails. */
  readonly onError: readonly string[];
  /** What a component said of itself with registerOutputs. */
  outputs?: Readonly<Record<string, unknown>>;
}

type Properties = Record<string, unknown>;

/** How the mocked engine answers. */
export interface World {
  readonly project?: string;
  readonly stack?: string;
  /** Config with its namespace, as the engine hands it to a program. */
  readonly config?: Readonly<Record<string, string>>;
  /** Answers to lookups by token; a lookup without one fails. */
  readonly calls?: Readonly<Record<string, (args: Properties) => Properties>>;
}

/** What a program did under mocks. Nothing here is an Output: every registration has been awaited. */
export interface Deployment<Value> {
  readonly value: Value;
  readonly resources: readonly Registered[];
  readonly messages: readonly string[];
}

/**
 * Runs a program under mocks until all that it registers has been registered.
 *
 * @throws what the program throws; `onFailure` is then told what had been registered
 */
export async function deploy<Value>(
  program: () => Value | Promise<Value>,
  { project = "passwordless-cicd", stack = "prod", config = {}, calls = {} }: World = {},
  onFailure: (resources: readonly Registered[]) => void = () => undefined,
): Promise<Deployment<Value>> {
  const mocks: pulumi.runtime.Mocks = {
    newResource: ({ type, name, inputs, custom }) =>
      custom === true ? created(type, name, inputs as Properties) : { id: undefined, state: {} },
    call: ({ token, inputs }) => answered(calls, token, inputs as Properties),
  };
  await pulumi.runtime.setMocks(mocks, project, stack);
  pulumi.runtime.setAllConfig({ ...config });
  const resources = recordRegistrations(pulumi.runtime.getMonitor() as unknown as MockMonitor);
  const log = recordMessages();
  try {
    const value = await program();
    await pulumi.runtime.disconnect();
    return { value, resources, messages: log.messages };
  } catch (error) {
    await pulumi.runtime.disconnect();
    onFailure(resources);
    throw error;
  } finally {
    log.restore();
  }
}

/** The one resource of this type, and of this name if several have the type. */
export function find(resources: readonly Registered[], type: string, name?: string): Registered {
  const [found, ...more] = resources.filter(
    (resource) => resource.type === type && (name ?? resource.name) === resource.name,
  );
  if (found === undefined || more.length > 0) {
    throw new Error(
      `${found === undefined ? "no resource" : "more than one resource"} of type ${type}, name ${name ?? "any"}`,
    );
  }
  return found;
}

/** What a program returned, without the Outputs around it. */
export function resolved<T>(value: T): Promise<pulumi.Unwrap<T>> {
  return (pulumi.output(value) as unknown as { promise(): Promise<pulumi.Unwrap<T>> }).promise();
}

/** The answer to a lookup. Failures reach the program as the engine's do: as the details of a gRPC error. */
function answered(calls: NonNullable<World["calls"]>, token: string, args: Properties): Properties {
  const answer = calls[token];
  if (answer === undefined) throw new Error(`unexpected lookup ${token}`);
  try {
    return answer(args);
  } catch (error) {
    throw Object.assign(error as Error, { details: (error as Error).message });
  }
}

/** The inputs, and recognisable values for what the cloud decides. */
function created(type: string, name: string, inputs: Properties): { id: string; state: Properties } {
  const id = `${name}-id`;
  const computed: Properties = {
    arn: `arn:test:${type.split(":").at(-1) ?? type}/${name}`,
    ...(type === "aws:iam/role:Role" ? { name: `${name}-role` } : {}),
    ...(type === "aws:iam/rolePolicy:RolePolicy" ? { name: `${name}-policy` } : {}),
    ...(type === "aws:cloudwatch/logDeliverySource:LogDeliverySource" ? { name: `${name}-source` } : {}),
    ...(type === "aws:s3/bucket:Bucket" ? { bucket: id, bucketRegionalDomainName: `${id}.s3.test` } : {}),
    ...(type === "aws:cloudfront/distribution:Distribution"
      ? { domainName: "d111.cloudfront.net", hostedZoneId: "Z0CLOUDFRONT" }
      : {}),
    ...(type === "aws:acm/certificate:Certificate" ? { domainValidationOptions: validationOptions(inputs) } : {}),
    ...(type === "aws:route53/record:Record" ? { fqdn: inputs.name } : {}),
  };
  return { id, state: { ...computed, ...inputs } };
}

function validationOptions({ subjectAlternativeNames: names }: Properties): Properties[] {
  return (names as string[]).map((domainName) => ({
    domainName,
    resourceRecordName: `_name.${domainName}.`,
    resourceRecordType: "CNAME",
    resourceRecordValue: "_value.acm.test.",
  }));
}

/** The name of a resource in messages: `Bucket site` for the bucket whose name is site. */
function label(urn: string): string {
  const [type = "", name = ""] = urn.split("::").slice(2);
  return `${type.split(/[:$]/).at(-1) ?? type} ${name}`.trim();
}

/** The mock monitor itself records neither parents nor options, and misses duplicate URNs: this does not. */
function recordRegistrations(monitor: MockMonitor): Registered[] {
  const recorded = new Map<string, Registered>();
  const identities = new Set<string>();
  const resources: Registered[] = [];
  const register = monitor.registerResource.bind(monitor);
  const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
  Object.assign(monitor, {
    registerErrorHook: (_: unknown, callback: (error: null, response: object) => void) => {
      callback(null, {});
    },
    registerResource: (request: RegisterResourceRequest, callback: Parameters<typeof register>[1]) => {
      const identity = [request.getParent(), request.getType(), request.getName()].join("::");
      if (identities.has(identity)) throw new Error(`two resources have one URN: ${identity}`);
      identities.add(identity);
      const resource: Registered = {
        type: request.getType(),
        name: request.getName(),
        inputs: request.getObject()?.toJavaScript() ?? {},
        parent: label(request.getParent()),
        protect: request.getProtect() ?? false,
        retainOnDelete: request.getRetainondelete() ?? false,
        importId: request.getImportid(),
        ignoreChanges: request.getIgnorechangesList(),
        dependsOn: request.getDependenciesList().map(label),
        provider: label(request.getProvider().split("::").slice(0, 4).join("::")),
        onError: request.getHooks()?.getOnErrorList() ?? [],
      };
      resources.push(resource);
      return register(request, (error, response) => {
        recorded.set((response as RegisterResourceResponse | undefined)?.getUrn() ?? "", resource);
        callback(error, response);
      });
    },
    registerResourceOutputs: (
      request: RegisterResourceOutputsRequest,
      callback: Parameters<typeof registerOutputs>[1],
    ) => {
      const resource = recorded.get(request.getUrn());
      if (resource !== undefined) resource.outputs = request.getOutputs()?.toJavaScript() ?? {};
      registerOutputs(request, callback);
    },
  });
  return resources;
}

/** Under mocks there is no engine to take messages: they would go to the console. */
function recordMessages(): { messages: string[]; restore: () => void } {
  const messages: string[] = [];
  const original = { info: pulumi.log.info, warn: pulumi.log.warn, error: pulumi.log.error };
  const record = (severity: string) => (message: string) => {
    messages.push(`${severity}: ${message}`);
    return Promise.resolve();
  };
  Object.assign(pulumi.log, { info: record("info"), warn: record("warning"), error: record("error") });
  return { messages, restore: () => Object.assign(pulumi.log, original) };
}
