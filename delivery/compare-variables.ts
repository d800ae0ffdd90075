// Whether the repository's variables still hold what a stack's last `pulumi up` put out: each difference, one a line.
// A job's own token cannot read variables, but Actions gives them to the job.
//
// Settings come from the environment:
//   PREFIX      what the names of the stack's variables start with, for example PROD
//   VARIABLE_*  the repository's variables, each by its name without the prefix: VARIABLE_SITE_BUCKET
//   OUTPUTS     the file with what `pulumi stack output --json` printed
//   REPORT      the file that is written where something differs
import { readFileSync, writeFileSync } from "node:fs";
import { DeliveryError, messageOf, run, say } from "./lib/actions.ts";
import { isRecord, parseJson } from "./lib/json.ts";
import { excerptOf, variableName } from "./lib/variables.ts";
import { readSettings, textLike } from "./lib/settings.ts";

const settings = {
  PREFIX: textLike(/^[A-Z][A-Z0-9_]*$/, "what the names of the variables start with, for example PROD"),
  OUTPUTS: textLike(/^/, "a file with the stack's outputs"),
  REPORT: textLike(/^/, "the file to write"),
};

/** The stack's outputs: all of them are text. */
function readOutputs(file: string): [string, string][] {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new DeliveryError(`OUTPUTS: ${messageOf(error)}`);
  }
  const outputs = parseJson(text);
  const entries = isRecord(outputs) ? Object.entries(outputs) : [];
  if (entries.length === 0) throw new DeliveryError("OUTPUTS: holds no outputs; wanted those of a stack that is up");
  return entries.map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]);
}

/** A variable that is missing is empty for Actions. */
function difference(name: string, wanted: string, found: string): string[] {
  if (found === wanted) return [];
  const says = found === "" ? "is missing" : `is ${excerptOf(found)}`;
  return [`${name} ${says}; the stack put out ${excerptOf(wanted)}`];
}

await run(() => {
  const { PREFIX, OUTPUTS, REPORT } = readSettings(settings);
  const differences = readOutputs(OUTPUTS).flatMap(([output, value]) => {
    const found = process.env[variableName("VARIABLE", output)] ?? "";
    return difference(variableName(PREFIX, output), value, found);
  });
  for (const line of differences) say(line);
  if (differences.length > 0) writeFileSync(REPORT, `${differences.join("\n")}\n`);
  else say(`The variables ${PREFIX}_* are what the stack put out.`);
  return Promise.resolve();
});
