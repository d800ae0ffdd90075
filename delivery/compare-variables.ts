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
import { readSettings, textLike } from "./lib/settings.ts";

const ownSettings = {
  OUTPUTS: textLike(/^/, "a file with the stack's outputs"),
  GITHUB_OUTPUT: textLike(/^/, "the file that Actions reads outputs from"),
};

const settings = {
  PREFIX: textLike(/^[A-Z][A-Z0-9_]*$/, "what the names of the variables start with, for example PROD"),
  OUTPUTS: ownSettings.OUTPUTS,
  REPORT: textLike(/^/, "the file to write"),
};

/** The outputs that carry the ARN of one of the program's own roles; any other role's is the user's. */
const BUILT_IN = ["publish", "infrastructure", "preview", "drift"].map((role) => `${role}RoleArn`);

/** The stack's outputs that variables carry, and the names of those of the user's own roles, in their variables' order. */
function readOutputs(file: string): { readonly outputs: readonly [string, string][]; readonly own: readonly string[] } {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new DeliveryError(`OUTPUTS: ${messageOf(error)}`);
  }
  const found = parseJson(text);
  const entries = isRecord(found) ? Object.entries(found) : [];
  if (entries.length === 0) throw new DeliveryError("OUTPUTS: holds no outputs; expected those of a stack that is up");
  const own = entries.map(([name]) => name).filter((name) => name.endsWith("RoleArn") && !BUILT_IN.includes(name));
  // The list dnsRecords is for people, and no variable.
  const outputs = entries.filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return { outputs, own };
}

/** The repository variable that carries an output: `siteBucket` is `PROD_SITE_BUCKET`. */
function variableName(prefix: string, output: string): string {
  return `${prefix}_${output.replaceAll(/[A-Z]/g, (letter) => `_${letter}`)}`.toUpperCase();
}

/** A value in a line of a report. */
function shown(value: string): string {
  const text = JSON.stringify(value);
  return text.length > 400 ? `${text.slice(0, 400)}... (${value.length} characters)` : text;
}

function writeOwn(): void {
  const { OUTPUTS, GITHUB_OUTPUT } = readSettings(ownSettings);
  const names = readOutputs(OUTPUTS).own.map((name) => name.slice(0, -"RoleArn".length).toUpperCase());
  setOutput(GITHUB_OUTPUT, "own", JSON.stringify(names));
}

function compareAll(): void {
  const { PREFIX, OUTPUTS, REPORT } = readSettings(settings);
  const { outputs, own } = readOutputs(OUTPUTS);
  const differences = outputs.flatMap(([output, wanted]) => {
    const place = own.indexOf(output);
    const found = process.env[place < 0 ? variableName("VARIABLE", output) : `VARIABLE_OWN_${place}`] ?? "";
    if (found === wanted) return [];
    // A missing variable is an empty text in Actions.
    const says = found === "" ? "is missing" : `is ${shown(found)}`;
    return [`${variableName(PREFIX, output)} ${says}; the output of the stack is ${shown(wanted)}`];
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
});
