// Settings of a stack's committed file, with the program's own forms and defaults.
import type { Routing } from "./addresses.ts";
import { DeliveryError } from "./actions.ts";
import { ENVIRONMENT } from "./forms.ts";
import { isListOf, isRecord, parseJson } from "./json.ts";
import type { ConfigValue, StackFile } from "./stack-file.ts";

/** What a stack's committed file says about its GitHub environment. */
export interface EnvironmentPromise {
  readonly environment: string;
  readonly branch: string;
  readonly protection: "full" | "branch" | "none";
  /** The users who may approve. */
  readonly logins: readonly string[];
  /** The teams that may, by their numbers. */
  readonly teams: readonly number[];
  readonly waitMinutes: number;
}

/**
 * A setting in its form.
 *
 * @param want - The form in words.
 * @param parse - What the value means, or undefined if it is malformed.
 * @param fallback - The value if the file has none. Without it the setting is required.
 * @throws DeliveryError for a value that is malformed, an encrypted one too.
 */
function valueIn<T>(
  { file, value }: StackFile,
  key: string,
  want: string,
  parse: (value: ConfigValue) => T | undefined,
  fallback?: ConfigValue,
): T {
  const given = value(key) ?? fallback;
  const parsed = given === undefined ? undefined : parse(given);
  if (parsed !== undefined) return parsed;
  const got = given === undefined ? "is missing" : `got ${JSON.stringify(given).slice(0, 80)}`;
  throw new DeliveryError(`${file}: ${key}: ${got}; expected ${want}`);
}

/** A setting that is text, as {@link valueIn}. */
export function textIn(read: StackFile, key: string, form: RegExp, want: string, fallback?: string): string {
  const parse = (given: ConfigValue) => (typeof given === "string" && form.test(given) ? given : undefined);
  return valueIn(read, key, want, parse, fallback);
}

/** A setting that is one of some words, as {@link valueIn}. */
function wordIn<W extends string>(read: StackFile, key: string, words: readonly W[], fallback: W): W {
  const want = `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
  return valueIn(read, key, want, (given) => words.find((word) => word === given), fallback);
}

/** The environment that a stack serves. */
export function environmentIn(read: StackFile, stack: string): string {
  return textIn(read, "environment", new RegExp(`${ENVIRONMENT.source}|^$`), "a name like prod", stack) || stack;
}

/** The one branch that deploys a stack. */
export function branchIn(read: StackFile): string {
  return textIn(read, "branch", /^[^\s*?]+$/, "the exact name of one branch", "main");
}

/** How addresses map to files. */
export function routingIn(read: StackFile): Routing {
  return wordIn(read, "routing", ["files", "folders", "html", "app"], "folders");
}

/** Whether visitors of the first page, which each site has, are sent to another. */
export function isFirstPageRedirected({ value }: StackFile): boolean {
  const given = value("redirects");
  // `pulumi config set` without --path writes the JSON text that it was given.
  const redirects = typeof given === "string" ? parseJson(given) : given;
  return isRecord(redirects) && Object.hasOwn(redirects, "/");
}

/** For how many days the bucket keeps what was replaced or deleted. */
export function restoreDaysIn(read: StackFile): number {
  const parse = (given: ConfigValue): number | undefined => {
    const days = typeof given === "string" && /^\d+$/.test(given) ? Number(given) : 0;
    return days >= 7 && days <= 3650 ? days : undefined;
  };
  return valueIn(read, "restoreDays", "days, 7 to 3650", parse, "90");
}

/** What is promised of a stack's environment in GitHub. */
export function promiseOf(read: StackFile, stack: string): EnvironmentPromise {
  const isReviewer = (one: unknown): one is string =>
    typeof one === "string" && /^(?:team:[1-9]\d*|[A-Za-z0-9][\w-]*)$/.test(one);
  const asReviewers = (given: ConfigValue) => (isListOf(given, isReviewer) ? given : undefined);
  const reviewers = valueIn(read, "reviewers", "a list of logins, or team:<numeric id>", asReviewers, []);
  const isTeam = (one: string): boolean => one.startsWith("team:");
  return {
    environment: environmentIn(read, stack),
    branch: branchIn(read),
    protection: wordIn(read, "environmentProtection", ["full", "branch", "none"], "full"),
    logins: reviewers.filter((one) => !isTeam(one)),
    teams: reviewers.filter(isTeam).map((one) => Number(one.slice("team:".length))),
    waitMinutes: Number(textIn(read, "waitMinutes", /^(?:0|[1-9]\d{0,4})$/, "whole minutes", "0")),
  };
}
