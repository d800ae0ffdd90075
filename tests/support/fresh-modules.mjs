// Module hooks: what is imported as `x.ts?run=7` gets modules of its own, down to the last import.
import { URL } from "node:url";

export async function resolve(specifier, context, next) {
  const resolved = await next(specifier, context);
  const run = context.parentURL === undefined ? "" : new URL(context.parentURL).search;
  if (run.startsWith("?run=") && resolved.url.startsWith("file:") && !resolved.url.includes("?")) resolved.url += run;
  return resolved;
}
