import assert from "node:assert/strict";
import { asMermaid, counted, termOf } from "../../commands/docs/drawing";
import type { Deployment } from "../../lib/deployment";
import { cloudOf, describeOnEngine, inSession, withBoth } from "../support/engine";

describeOnEngine("the drawing of what each stack makes", () => {
  let state = "";
  let drawing = "";

  before(async () => {
    state = await withBoth();
    drawing = await inSession(state, {}, async (session) => {
      const stacks = [];
      for (const stack of session.stacks) {
        stacks.push({ stack, deployment: JSON.parse(await session.on(stack).export()) as Deployment });
      }
      return asMermaid(stacks);
    });
  });

  it("draws all that the cloud holds, and no more", () => {
    const { resources } = cloudOf(state);
    const terms = [...new Set(resources.map(({ type }) => type))].map(termOf);
    assert.equal(new Set(terms).size, terms.length);
    const held = terms.map((term) => [term, resources.filter(({ type }) => termOf(type) === term).length]);
    const boxes = [...drawing.matchAll(/^ {6}\w+\["(.*)"\]$/gm)].map(([, label = ""]) => label.split("<br>").slice(1));
    const drawn: Record<string, number> = {};
    for (const line of boxes.flat().filter((shown) => shown !== "not made by this stack")) {
      const number = Number(/ × (\d+)$/.exec(line)?.[1] ?? 1);
      const term = terms.find((known) => counted(known, number) === line) ?? line;
      drawn[term] = (drawn[term] ?? 0) + number;
    }
    assert.deepEqual(drawn, Object.fromEntries(held));
  });

  it("draws the OIDC provider in the stack that made it, and an arrow to it from the other", () => {
    assert.equal(drawing.match(/<br>Open id connect provider/g)?.length, 1);
    assert.match(drawing, /^ {2}prod_GithubOidcProvider -\.->\|"uses"\| dev_GithubOidcProvider$/m);
    for (const stack of ["dev", "prod"]) {
      assert.match(drawing, new RegExp(`^ {2}${stack}_GithubActionsRole --> ${stack}_GithubOidcProvider$`, "m"));
    }
  });

  it("draws no name that another run would change", () => {
    for (const { id } of cloudOf(state).resources) assert.equal(drawing.includes(id), false, id);
  });
});
