import { type Problem, shown } from "./input-error";

/** A stack's place in the order of promotion, as its own file states it. */
export interface Place {
  readonly environment: string;
  readonly after: string;
  readonly before: string;
}

/** An environment that waits for itself would never be deployed. */
export function orderProblems({ environment, after, before }: Place): Problem[] {
  const wrong = (key: string, got: string, want: string): Problem => ({
    key,
    message: `got ${shown(got)}; expected another environment than ${want}`,
  });
  return [
    ...(after === environment ? [wrong("after", after, "the stack's own")] : []),
    ...(before === environment ? [wrong("before", before, "the stack's own")] : []),
    ...(before !== "" && before === after ? [wrong("before", before, "the one in after")] : []),
  ];
}
