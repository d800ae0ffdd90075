// Which address a visitor finds a file under, by the stack's `routing`.

/** How addresses map to files: the setting `routing` of a stack. */
export type Routing = "files" | "folders" | "html" | "app";

/**
 * The URL path at which the site serves this file directly, without a redirect. Undefined if no
 * address leads to it: what an app has below its index, or a file without an extension.
 */
export function addressOf(key: string, routing: Routing): string | undefined {
  if (key === "index.html") return "/";
  const path = `/${key.split("/").map(encodeURIComponent).join("/")}`;
  const [, folder = "", name = ""] = /^(.*\/)([^/]*)$/.exec(path) ?? [];
  const hasPages = routing === "folders" || routing === "html";
  if (hasPages && name === "index.html") return folder;
  const page = /^([^.]+)\.html$/.exec(name)?.[1];
  // Only CloudFront requests the error page.
  if (routing === "html" && page !== undefined && path !== "/404.html") return `${folder}${page}`;
  const isFile = routing === "files" || name.includes(".") || path.startsWith("/.well-known/");
  return isFile ? path : undefined;
}
