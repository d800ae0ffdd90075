// Which stacks a pull request's preview is for, and what the request changes in the list of stacks itself.
import { code } from "./markdown.ts";
import { type Choice, notUp, notUsable } from "./selection.ts";
import { inOrder } from "./stack-order.ts";
import type { Committed, Stack } from "./stacks.ts";

export interface Request {
  /** The pull request's target branch. */
  readonly branch: string;
  /** Why it gets no credentials, if so. */
  readonly refused?: string;
  readonly isUp: (prefix: string) => boolean;
}

/** The stacks that the branch deploys, by the files before or after the merge. */
export function selectForPreview(
  head: Committed,
  base: Committed,
  { branch, refused, isUp }: Request,
): readonly Choice[] {
  const choices = pairs(head, base, branch).map(([before, after]): Choice => {
    const stack = (after ?? before)?.stack ?? "";
    if (refused !== undefined) return { stack, why: refused };
    if (after === undefined) return { stack, why: "left out: the pull request deletes its file" };
    // What is up was brought up by the base's file, in the environment named there.
    const { environment, prefix } = before ?? after;
    return isUp(prefix) ? { stack, selected: { ...after, environment, prefix } } : notUp(stack, prefix, "preview");
  });
  return [...choices, ...head.unusable.map(notUsable)];
}

/** What the pull request changes in the list of stacks, where and from where: Markdown, one per line. */
export function changesOfStacks(head: Committed, base: Committed, branch: string): readonly string[] {
  const lost = head.unusable.map(({ stack, why }) => `- The file of ${code(stack)} cannot be used: ${code(why)}`);
  const changed = pairs(head, base, branch).flatMap(([before, after]) => {
    const stack = code((after ?? before)?.stack ?? "");
    if (after === undefined) {
      const unusable = head.unusable.some((one) => one.stack === before?.stack);
      return unusable ? [] : [`- The stack ${stack} is removed: its file is deleted, or names another repository.`];
    }
    if (before === undefined)
      return [
        `- The stack ${stack} is added: environment ${code(after.environment)}, branch ${code(after.branch)}, account ${code(after.accounts)}.`,
      ];
    const keys = ["branch", "environment", "after", "before", "accounts"] as const;
    return keys
      .filter((key) => before[key] !== after[key])
      .map((key) => `- The stack ${stack} changes ${key}: ${shown(before[key])} becomes ${shown(after[key])}.`);
  });
  return [...lost, ...changed];
}

function shown(value: string): string {
  return value === "" ? "none" : code(value);
}

/** Each stack of the branch as it is before and after the merge. */
function pairs(head: Committed, base: Committed, branch: string): (readonly [Stack | undefined, Stack | undefined])[] {
  const ordered = [...inOrder(head), ...base.stacks].map(({ stack }) => stack);
  return [...new Set(ordered)]
    .map((name) => {
      const named = ({ stack }: Stack): boolean => stack === name;
      return [base.stacks.find(named), head.stacks.find(named)] as const;
    })
    .filter(([before, after]) => before?.branch === branch || after?.branch === branch);
}
