import assert from "node:assert/strict";
import { resolve } from "node:path";
import { parseArguments, parseSetting } from "../../offline/arguments";

describe("arguments of npm run offline", () => {
  it("default to up of all stacks in .offline of the repository", () => {
    assert.deepEqual(parseArguments([]), {
      action: "up",
      stack: undefined,
      world: undefined,
      config: [],
      state: resolve(__dirname, "../../.offline"),
      port: undefined,
      verbose: false,
    });
  });

  it("name action, stack, world, settings and state folder", () => {
    const args =
      "preview --stack prod --world w.json --config protect=false --config branch=live --state s --port 80 --verbose".split(
        " ",
      );
    assert.deepEqual(parseArguments(args), {
      action: "preview",
      stack: "prod",
      world: resolve("w.json"),
      config: [
        { key: "protect", value: false },
        { key: "branch", value: "live" },
      ],
      state: resolve("s"),
      port: 80,
      verbose: true,
    });
  });

  for (const args of [["--help"], ["-h"], ["up", "--help"]]) {
    it(`${args.join(" ")} asks for help`, () => {
      assert.equal(parseArguments(args).action, "help");
    });
  }

  const wrong: [string[], RegExp][] = [
    [["upp"], /^"upp" is not an action: up, preview, serve, refresh, export, destroy, reset\n/],
    [["up", "down"], /^one action at a time; what is "down"\?\n/],
    [["--stak", "dev"], /^Unknown option '--stak'\n/],
    [["--stack"], /^Option '--stack <value>' argument missing\n/],
    [["export"], /^export needs --stack <name>\n/],
    [["--port", "65536"], /^--port: got "65536"; expected a number up to 65535\n/],
    [["--config", "protect"], /^--config: got "protect"; expected <key>=<YAML value>\n/],
    [["--config", "=x"], /^--config: got "=x"; expected <key>=<YAML value>\n/],
    [["--config", "a b=x"], /^--config: got "a b=x"; expected <key>=<YAML value>\n/],
    [["--config", "branch="], /^--config branch: there is no value; an empty text is written as branch='""'\n/],
    [["--config", "branch=a", "--config", "branch=b"], /^--config branch is there twice; expected it once\n/],
    [["--config", "branch=[a"], /^--config branch: the value is not YAML: /],
  ];
  for (const [args, message] of wrong) {
    it(`${args.join(" ")} is an error that says so, and where help is`, () => {
      assert.throws(() => parseArguments(args), { name: "UserError", message });
      assert.throws(() => parseArguments(args), {
        message: /\nnpm run offline -- --help lists actions and options\.$/,
      });
    });
  }

  const values: [string, unknown][] = [
    ["sessionMinutes=60", 60],
    ["protect=false", false],
    ['sessionMinutes="1h"', "1h"],
    ["adoptVariables=[A, B]", ["A", "B"]],
    ['branch=""', ""],
    ["branch=a=b", "a=b"],
    ["aws:region=eu-west-1", "eu-west-1"],
  ];
  for (const [text, value] of values) {
    it(`--config ${text} is read as YAML`, () => {
      assert.deepEqual(parseSetting(text), { key: text.slice(0, text.indexOf("=")), value });
    });
  }
});
