import { createContext, runInContext } from "node:vm";

/** A request as CloudFront hands it to a function. */
export interface EdgeRequest {
  method: string;
  uri: string;
  querystring: Record<string, { value: string; multiValue?: { value: string }[] }>;
  headers: Record<string, { value: string }>;
  cookies: Record<string, never>;
  rawQueryString?: () => string | undefined;
}

export interface EdgeAnswer {
  readonly statusCode: number;
  readonly statusDescription: string;
  readonly headers: Readonly<Record<string, { readonly value: string }>>;
}

/** A function of the viewer's request: turns one into a request for the cache or an answer. */
export type ViewerRequest = (request: EdgeRequest) => EdgeRequest | EdgeAnswer;

/**
 * A function as CloudFront runs it, as near as Node comes to it: strict, with the language alone (no URL, Buffer, timers,
 * require, console), and nothing of it can be changed.
 */
export function viewerRequest(code: string): ViewerRequest {
  const context = createContext(Object.create(null) as object, { codeGeneration: { strings: false, wasm: false } });
  const gone =
    "for (const name of ['URL', 'Buffer', 'setTimeout', 'require', 'process', 'console', 'fetch']) if (name in globalThis) throw new Error(name);";
  const freeze =
    "for (const name of Object.getOwnPropertyNames(globalThis)) { const it = globalThis[name]; if (it && /function|object/.test(typeof it) && it !== globalThis) { Object.freeze(it); if (it.prototype) Object.freeze(it.prototype); } }";
  runInContext(`delete globalThis.console; ${gone} ${freeze}`, context);
  runInContext(
    `"use strict"; ${code}; globalThis.run = (event) => JSON.stringify(handler(event)); Object.freeze(globalThis.run)`,
    context,
  );
  const { run } = context as { run: (event: object) => string };
  return (request) =>
    JSON.parse(run({ version: "1.0", context: {}, viewer: { ip: "192.0.2.1" }, request })) as EdgeRequest | EdgeAnswer;
}

/** A request for this address, as CloudFront hands it over. */
export function requestOf(address: string, host: string, method = "GET"): EdgeRequest {
  const at = address.indexOf("?");
  const [uri, query] = at < 0 ? [address, undefined] : [address.slice(0, at), address.slice(at + 1)];
  const querystring: EdgeRequest["querystring"] = {};
  for (const part of query === undefined || query === "" ? [] : query.split("&")) {
    const [name = "", ...rest] = part.split("=");
    const value = rest.join("=");
    const known = Object.hasOwn(querystring, name) ? querystring[name] : undefined;
    if (known === undefined)
      Object.defineProperty(querystring, name, { value: { value }, enumerable: true, writable: true });
    else known.multiValue = [...(known.multiValue ?? [{ value: known.value }]), { value }];
  }
  return {
    method,
    uri,
    querystring,
    headers: { host: { value: host } },
    cookies: {},
    rawQueryString: () => query,
  };
}
