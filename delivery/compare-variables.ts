// Whether the repository's variables still hold what a stack's last `pulumi up` put out: each difference, one a line.
// A job's own token cannot read variables, but Actions gives them to the job.
//
// Settings come from the environment:
//   PREFIX      what the names of the stack's variables start with, for example PROD
//   VARIABLES   the repository's variables as JSON: toJSON(vars)
//   OUTPUTS     the file with what `pulumi stack output --json` printed
//   REPORT      the file that is written where something differs
import { readFileSync, writeFileSync } from "node:fs";
import { DeliveryError, messageOf, run, say } from "./lib/actions.ts";
import { isRecord, parseJson } from "./lib/json.ts";
import { excerptOf, variableName } from "./lib/variables.ts";
import { readSettings, textLike } from "./lib/settings.ts";

const settings = {
  PREFIX: textLike(/^[A-Z][A-Z0-9_]*$/, "what the names of the variables start with, for example PROD"),
  VARIABLES: textLike(/^/, "the repository's variables as JSON"),
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

function difference(name: string, wanted: string, found: unknown): string[] {
  if (found === undefined) return [`${name} is missing; the stack put out ${excerptOf(wanted)}`];
  if (found === wanted) return [];
  return [
    `${name} is ${excerptOf(typeof found === "string" ? found : JSON.stringify(found))}; the stack put out ${excerptOf(wanted)}`,
  ];
}

await run(() => {
  const { PREFIX, VARIABLES, OUTPUTS, REPORT } = readSettings(settings);
  const variables = parseJson(VARIABLES);
  if (!isRecord(variables)) throw new DeliveryError("VARIABLES: is no JSON object; wanted toJSON(vars)");
  const differences = readOutputs(OUTPUTS).flatMap(([output, value]) => {
    const name = variableName(PREFIX, output);
    return difference(name, value, variables[name]);
  });
  for (const line of differences) say(line);
  if (differences.length > 0) writeFileSync(REPORT, `${differences.join("\n")}\n`);
  else say(`The variables ${PREFIX}_* are what the stack put out.`);
  return Promise.resolve();
});
