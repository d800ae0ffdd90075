import assert from "node:assert/strict";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { callsIn, cloudOf, describeOnEngine, inSession, newState, worldFile } from "../support/engine";
import { EXAMPLE } from "../support/example/project";

describeOnEngine("bad input", () => {
  const state = newState();
  const preview = (config: readonly string[], more = {}) =>
    inSession(state, { stack: "dev", config, ...more }, (session) => session.on("dev").preview());

  const refused = (...problems: string[]) => ({
    name: "UserError",
    message: ['preview of dev failed: The settings of stack "dev" cannot be used:', ...problems].join("\n  "),
  });

  for (const [config, problem] of [
    ['sessionMinutes="1h"', 'sessionMinutes: got "1h"; expected a whole number of minutes from 15 to 720'],
    ["sessionMinutes=1.5", 'sessionMinutes: got "1.5"; expected a whole number of minutes from 15 to 720'],
    ["protect=maybe", 'protect: got "maybe"; expected true or false'],
    ["adoptVariables=5", 'adoptVariables: got "5"; expected names of variables, in a list'],
  ] as const) {
    it(`${config}, a type that the engine refuses, is told in the program's form`, async () => {
      await assert.rejects(preview([config]), refused(problem));
    });
  }

  it("missing keys are told in the program's form, all together", async () => {
    const project = newState();
    mkdirSync(project);
    cpSync(join(EXAMPLE, "Pulumi.yaml"), join(project, "Pulumi.yaml"));
    writeFileSync(join(project, "Pulumi.dev.yaml"), "config:\n  aws:region: us-east-1\n");
    await assert.rejects(
      preview([], { project }),
      refused(
        "repository: got nothing; expected owner/name, for example acme/site",
        "oidcProvider: got nothing; expected create or existing",
      ),
    );
  });

  it("wrong values and unknown keys are all in one message, once, without a stack trace", async () => {
    const config = [
      "repository=acme",
      "branch=refs/heads/main",
      "oidcProvider=maybe",
      "sessionMinutes=14",
      "colour=red",
    ];
    await assert.rejects(preview(config), (error: Error) => {
      assert.equal(error.name, "UserError");
      assert.match(error.message, /^preview of dev failed: /);
      for (const key of ["repository", "branch", "oidcProvider", "sessionMinutes", "colour"]) {
        assert.match(error.message, new RegExp(`\\b${key}\\b`));
      }
      assert.equal(error.message.split("refs/heads/main").length, 2, error.message);
      assert.doesNotMatch(error.message, /^ +at |Error:/m);
      return true;
    });
  });

  it("leaves of a preview its error alone", async () => {
    let text = "";
    const looks = { print: (more: string) => (text += more), verbose: false, terminal: false };
    await assert.rejects(preview(["branch='*'"], { looks }), /branch: got/);
    assert.equal(text, "");
  });

  it("an unknown repository is said to be unknown", async () => {
    const elsewhere = newState();
    const world = worldFile((example) => example);
    const unknown = inSession(elsewhere, { stack: "dev", world, config: ["repository=acme/other"] }, (session) =>
      session.on("dev").up(),
    );
    await assert.rejects(unknown, { name: "UserError", message: /^up of dev failed: [^]*acme\/other: 404/ });
    assert.deepEqual(callsIn(elsewhere), {});
  });

  it("ends before anything is written", () => {
    assert.deepEqual(callsIn(state), {});
    assert.deepEqual(cloudOf(state).resources, []);
  });

  it("a world file that is none is an error that says what is wrong in it", async () => {
    const world = join(newState());
    writeFileSync(world, '{ "aws": {}, "github": {} }');
    await assert.rejects(
      inSession(newState(), { world }, () => Promise.resolve()),
      { name: "UserError", message: new RegExp(`^the world file ${world} cannot be used: `) },
    );
  });
});
