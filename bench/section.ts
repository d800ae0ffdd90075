/** A figure that the benchmark must reach. */
export interface Target {
  readonly what: string;
  readonly want: string;
  readonly got: string;
  readonly met: boolean;
}

/** What one part of the benchmark found: Markdown, and how it stands against its targets. */
export interface Report {
  readonly text: string;
  readonly targets: readonly Target[];
}

export interface Options {
  /** Fewer repeats and smaller sizes: shows that everything works, without numbers worth quoting. */
  readonly quick: boolean;
  /** Takes progress, a line at a time. */
  readonly say: (line: string) => void;
  /** Ends the measurement. */
  readonly signal: AbortSignal;
}

/** One part of the benchmark. */
export interface Section {
  /** One word, with which the command can run this part alone. */
  readonly name: string;
  readonly title: string;
  run(options: Options): Promise<Report>;
}
