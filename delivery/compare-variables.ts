// Compares the repository's variables with the outputs of a stack's last `pulumi up`: prints one difference per line.
// A job's own token cannot read variables, but Actions gives them to the job.
//
//   node delivery/compare-variables.ts        compares
//   node delivery/compare-variables.ts own    the step's output `own`: the user's own roles, as variables' names have them
//
// Settings come from the environment:
//   PREFIX      the prefix of the stack's variables, for example PROD
//   VARIABLE_*  the repository's variables, each by its name without the prefix: VARIABLE_SITE_BUCKET; of the user's own
//               roles by their place in `own`: VARIABLE_OWN_0
//   OUTPUTS     the file with what `pulumi stack output --json` printed
//   REPORT      the file to write if something differs
import { readFileSync, writeFileSync } from "node:fs";
import { DeliveryError, messageOf, run, say, setOutput } from "./lib/actions.ts";
import { isRecord, parseJson } from "./lib/json.ts";
import { excerptOf, variableName } from "./lib/variables.ts";
import { readSettings, textLike } from "./lib/settings.ts";

const settings = {
  PREFIX: textLike(/^[A-Z][A-Z0-9_]*$/, "what the names of the variables start with, for example PROD"),
  OUTPUTS: textLike(/^/, "a file with the stack's outputs"),
  REPORT: textLike(/^/, "the file to write"),
};

const ownSettings = {
  OUTPUTS: settings.OUTPUTS,
  GITHUB_OUTPUT: textLike(/^/, "the file that Actions reads outputs from"),
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
  if (entries.length === 0) throw new DeliveryError("OUTPUTS: holds no outputs; expected those of a stack that is up");
  return entries.map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]);
}

/** The outputs that carry the ARN of one of the program's own roles; any other role's is the user's. */
const BUILT_IN = ["publish", "infrastructure", "preview", "drift"].map((role) => `${role}RoleArn`);

/** The outputs of the user's own roles, in the order of their variables. */
function ownOutputs(outputs: readonly (readonly [string, string])[]): string[] {
  return outputs.map(([name]) => name).filter((name) => name.endsWith("RoleArn") && !BUILT_IN.includes(name));
}

/** A missing variable is an empty text in Actions. */
function difference(name: string, wanted: string, found: string): string[] {
  if (found === wanted) return [];
  const says = found === "" ? "is missing" : `is ${excerptOf(found)}`;
  return [`${name} ${says}; the output of the stack is ${excerptOf(wanted)}`];
}

function writeOwn(): void {
  const { OUTPUTS, GITHUB_OUTPUT } = readSettings(ownSettings);
  const names = ownOutputs(readOutputs(OUTPUTS)).map((name) => name.slice(0, -"RoleArn".length).toUpperCase());
  setOutput(GITHUB_OUTPUT, "own", JSON.stringify(names));
}

function compareAll(): void {
  const { PREFIX, OUTPUTS, REPORT } = readSettings(settings);
  const outputs = readOutputs(OUTPUTS);
  const own = ownOutputs(outputs);
  const differences = outputs.flatMap(([output, value]) => {
    const place = own.indexOf(output);
    const found = process.env[place < 0 ? variableName("VARIABLE", output) : `VARIABLE_OWN_${place}`] ?? "";
    return difference(variableName(PREFIX, output), value, found);
  });
  for (const line of differences) say(line);
  if (differences.length > 0) writeFileSync(REPORT, `${differences.join("\n")}\n`);
  else say(`The variables ${PREFIX}_* match the outputs of the stack.`);
}

await run(() => {
  const [command = "compare"] = process.argv.slice(2);
  if (command === "own") writeOwn();
  else if (command === "compare") compareAll();
  else throw new DeliveryError(`expected own, or nothing; got ${command}`);
  return Promise.resolve();
});
