// What a Pulumi.<stack>.yaml may look like, and what each of the two readers must make of it: lib/stack-files.ts, and
// delivery/lib/stack-file.ts, which works without packages. `account` and `branch` are what they read.

/** The project whose stack it is. */
export const PROJECT = "passwordless-cicd";

export interface Form {
  readonly form: string;
  readonly text: string | Buffer;
}

/** A file that both read alike, with numbers as text. */
export interface Read extends Form {
  readonly accounts?: string | readonly string[];
  readonly branch?: string;
}

const ACCOUNTS = ["111122223333"];
const TWO = ["111122223333", "012345678901"];

const config = (...lines: readonly string[]): string => ["config:", ...lines, ""].join("\n");

export const READ: readonly Read[] = [
  { form: "an inline list", text: config('  aws:allowedAccountIds: ["111122223333"]'), accounts: ACCOUNTS },
  { form: "single quotation marks", text: config("  aws:allowedAccountIds: ['111122223333']"), accounts: ACCOUNTS },
  {
    form: "an inline list of two, spaces, a comma at the end and a comment",
    text: config(`  aws:allowedAccountIds: [ "111122223333" , '012345678901', ] # ours`),
    accounts: TWO,
  },
  {
    form: "an inline list over several lines",
    text: config("  aws:allowedAccountIds: [", '    "111122223333",', '    "012345678901"', "  ]"),
    accounts: TWO,
  },
  {
    form: "a block list",
    text: config("  aws:allowedAccountIds:", '    - "111122223333"', "    - '012345678901'"),
    accounts: TWO,
  },
  {
    form: "a block list that is not indented",
    text: config("  aws:allowedAccountIds:", '  - "111122223333"', "  branch: live"),
    accounts: ACCOUNTS,
    branch: "live",
  },
  {
    form: "an indentation of four, with comments and empty lines between",
    text: config("    # whose", "", "    aws:allowedAccountIds:", "", "      # ours", '      -   "111122223333" # one'),
    accounts: ACCOUNTS,
  },
  { form: "quoted keys", text: `"config":\n  'aws:allowedAccountIds': ["111122223333"]\n`, accounts: ACCOUNTS },
  {
    form: "the list as JSON text, as pulumi config set writes it",
    text: config(`  aws:allowedAccountIds: '["111122223333"]'`),
    accounts: '["111122223333"]',
  },
  {
    form: "numbers without quotation marks",
    text: config("  aws:allowedAccountIds: [111122223333]"),
    accounts: ACCOUNTS,
  },
  {
    form: "a block list of numbers, as pulumi config set --path writes it",
    text: config("  aws:allowedAccountIds:", "    - 111122223333"),
    accounts: ACCOUNTS,
  },
  {
    form: "carriage returns",
    text: config('  aws:allowedAccountIds: ["111122223333"]', "  branch: live").replaceAll("\n", "\r\n"),
    accounts: ACCOUNTS,
    branch: "live",
  },
  { form: "no line end", text: "config:\n  branch: live", branch: "live" },
  { form: "the project's name in front", text: config(`  ${PROJECT}:branch: live`), branch: "live" },
  { form: "the old spelling", text: config(`  ${PROJECT}:config:branch: live`), branch: "live" },
  { form: "another project's key of that name", text: config("  other:branch: live") },
  { form: "text in quotation marks", text: config('  branch: "release/1.10" # why'), branch: "release/1.10" },
  { form: "text with a quotation mark twice", text: config("  branch: 'it''s'"), branch: "it's" },
  { form: "text with a number sign", text: config("  branch: fix#7"), branch: "fix#7" },
  { form: "a number", text: config("  branch: 1"), branch: "1" },
  { form: "a word that is a truth", text: config("  branch: true"), branch: "true" },
  { form: "a word that YAML 1.1 took for a truth", text: config("  branch: on"), branch: "on" },
  {
    form: "lines of the engine before and after",
    text: `encryptionsalt: v1:x=:y\n${config("  branch: live")}secretsprovider: x\n`,
    branch: "live",
  },
  { form: "the start of a document", text: `---\n${config("  branch: live")}`, branch: "live" },
  { form: "a mapping beside it", text: config("  headers:", "    branch: other", "  branch: live"), branch: "live" },
  {
    form: "text over several lines beside it",
    text: config("  headers:", "    csp: >-", "      branch: other", "      x", "  branch: live"),
    branch: "live",
  },
  { form: "an empty config", text: "config: {}\n" },
  { form: "a config without anything", text: "config:\nencryptionsalt: v1:x\n" },
];

/** A file that both refuse. */
export interface Refused extends Form {
  /** The line that the error names, if any. */
  readonly line?: number;
}

const bomb = (): string => {
  const lines = Array.from({ length: 9 }, (_, at) => `  b${at + 1}: &b${at + 1} [${`*b${at},`.repeat(9)}]`);
  return config('  b0: &b0 ["x"]', ...lines, "  branch: *b9");
};

export const REFUSED: readonly Refused[] = [
  { form: "nothing", text: "" },
  { form: "empty lines", text: "\n \n" },
  { form: "a comment only", text: "# config:\n" },
  { form: "a list", text: "- config\n", line: 1 },
  { form: "a word", text: "config\n", line: 1 },
  { form: "a config that is a list", text: "config:\n  - branch\n" },
  { form: "a config that is a word", text: "config: branch\n" },
  { form: "NUL bytes", text: config("  branch: li\0ve"), line: 2 },
  { form: "a byte order mark", text: `\uFEFF${config("  branch: live")}`, line: 1 },
  { form: "UTF-16", text: Buffer.from(`\uFEFF${config("  branch: live")}`, "utf16le") },
  { form: "bytes that are no UTF-8", text: Buffer.from([...Buffer.from("config:\n  branch: "), 0xe9, 0x0a]) },
  { form: "two documents", text: `${config("  branch: live")}---\n${config("  branch: main")}`, line: 3 },
  { form: "an alias bomb", text: bomb() },
  { form: "a key twice", text: config("  branch: live", "  environment: x", "  branch: main"), line: 4 },
  { form: "a key twice, once quoted", text: config("  branch: live", '  "branch": main'), line: 3 },
  { form: "a key in both spellings", text: config("  branch: live", `  ${PROJECT}:branch: main`), line: 3 },
  {
    form: "a key in its old spelling, too",
    text: config(`  ${PROJECT}:branch: a`, `  ${PROJECT}:config:branch: b`),
    line: 3,
  },
  {
    form: "the accounts twice",
    text: config('  aws:allowedAccountIds: ["111122223333"]', '  aws:allowedAccountIds: ["012345678901"]'),
    line: 3,
  },
  { form: "a second config", text: `${config("  branch: live")}config:\n  branch: main\n`, line: 3 },
  { form: "a list that does not end", text: config("  branch: [") },
  { form: "a quotation mark that does not end", text: config('  branch: "live') },
  { form: "a tab as indentation", text: config("\tbranch: live"), line: 2 },
  { form: "white space that is none in YAML", text: config("  branch: live", "\u00A0 environment: x"), line: 3 },
  { form: "white space that is none in YAML in a value", text: config("  branch: live\u3000"), line: 2 },
  { form: "the start of a document twice", text: `---\n---\n${config("  branch: live")}`, line: 2 },
  { form: "settings from elsewhere", text: `environment:\n  - shared\n${config("  branch: live")}`, line: 1 },
  { form: "a key without a space behind its colon", text: config("  branch:live") },
];
