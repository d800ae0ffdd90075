import type { PulumiCommand } from "@pulumi/pulumi/automation";

/** One way to get an engine. */
export interface Way {
  readonly name: string;
  /** @throws An error whose message says, in one line, why this way gives none. */
  find(search: Search): Promise<PulumiCommand>;
}

export interface Search {
  /** Tells the user something, one line at a time. */
  readonly say: (line: string) => void;
  /** Ends a download or a build. */
  readonly signal?: AbortSignal | undefined;
}
