import { type Problem, unless } from "./input-error";

/** A stack's place in the order of promotion, as its own file states it. */
export interface Place {
  readonly environment: string;
  readonly after: string;
  readonly before: string;
}

/** An environment that waits for itself would never be deployed. */
export function orderProblems({ environment, after, before }: Place): Problem[] {
  const another = "another environment than";
  return [
    ...unless(after !== environment, "after", after, `${another} the stack's own`),
    ...unless(before !== environment, "before", before, `${another} the stack's own`),
    ...unless(before === "" || before !== after, "before", before, `${another} the one in after`),
  ];
}
