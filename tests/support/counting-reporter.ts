import { writeFileSync } from "node:fs";
import Mocha from "mocha";

/** The spec reporter, which also leaves passed, failed and pending tests in the file that COUNTS names, for .ci/run. */
export = class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      if (process.env.COUNTS !== undefined) writeFileSync(process.env.COUNTS, `${passes} ${failures} ${pending}\n`);
    });
  }
};
