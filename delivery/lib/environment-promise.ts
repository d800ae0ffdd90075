import { DeliveryError } from "./actions.ts";
import type { ConfigValue, StackFile } from "./stack-file.ts";

/** What a stack's committed file says about its GitHub environment. */
export interface EnvironmentPromise {
  readonly environment: string;
  readonly branch: string;
  readonly protection: "full" | "branch" | "none";
  readonly reviewers: { readonly logins: readonly string[]; readonly teams: readonly number[] };
  readonly waitMinutes: number;
}

/**
 * What is promised, with the program's own defaults.
 *
 * @throws DeliveryError for a value that the program would refuse, an encrypted one too.
 */
export function promiseOf({ file, value }: StackFile, stack: string): EnvironmentPromise {
  const setting = <T>(key: string, fallback: T, want: string, parse: (value: ConfigValue) => T | undefined): T => {
    const given = value(key);
    const parsed = given === undefined ? fallback : parse(given);
    if (parsed === undefined)
      throw new DeliveryError(`${file}: ${key}: got ${JSON.stringify(given)}; expected ${want}`);
    return parsed;
  };
  const text = (pattern: RegExp) => (given: ConfigValue) =>
    typeof given === "string" && pattern.test(given) ? given : undefined;
  const reviewers = setting<readonly string[]>("reviewers", [], "a list of logins, or team:<numeric id>", (given) => {
    const isReviewer = (one: unknown): one is string =>
      typeof one === "string" && /^(?:team:[1-9]\d*|[A-Za-z0-9][\w-]*)$/.test(one);
    return Array.isArray(given) && given.every(isReviewer) ? given : undefined;
  });
  const teams = reviewers.filter((one) => one.startsWith("team:"));
  return {
    environment: setting("environment", "", "a name", text(/^[a-z0-9-]*$/)) || stack,
    branch: setting("branch", "main", "the exact name of one branch", text(/^[^\s*?]+$/)),
    protection: setting<EnvironmentPromise["protection"]>(
      "environmentProtection",
      "full",
      "full, branch or none",
      (given) => (["full", "branch", "none"] as const).find((word) => word === given),
    ),
    reviewers: {
      logins: reviewers.filter((one) => !teams.includes(one)),
      teams: teams.map((one) => Number(one.slice("team:".length))),
    },
    waitMinutes: Number(setting("waitMinutes", "0", "whole minutes", text(/^(?:0|[1-9]\d{0,4})$/))),
  };
}
