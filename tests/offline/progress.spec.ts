import assert from "node:assert/strict";
import { progressWithoutErrors } from "../../offline/progress";

describe("the engine's progress", () => {
  const through = (...chunks: string[]): string => {
    let shown = "";
    const pass = progressWithoutErrors((text) => (shown += text));
    chunks.forEach(pass);
    return shown;
  };

  it("is shown line by line, however it arrives", () => {
    assert.equal(through("Updating (dev):\n + a", ":b:C x cre", "ating\n"), "Updating (dev):\n + a:b:C x creating\n");
  });

  it("is shown without errors in rows and without the section that repeats them", () => {
    const shown = through(
      " +  a:b:C x creating error: no: such thing\n     Stack dev **failed** 1 error\n",
      "Diagnostics:\n  a:b:C (x):\n    error: no: such thing\n\nResources:\n    1 errored\n\nDuration: 1s\n",
    );
    assert.equal(
      shown,
      " +  a:b:C x creating \n     Stack dev **failed** 1 error\nResources:\n    1 errored\n\nDuration: 1s\n",
    );
  });

  it("is shown in colour the same way", () => {
    const red = "\u001b[31m";
    const reset = "\u001b[0m";
    const shown = through(
      ` ${red}+${reset} x ${red}error: ${reset}no\n${red}Diagnostics:${reset}\n  no\n${red}Outputs:${reset}\n  a: 1\n`,
    );
    assert.equal(shown, ` ${red}+${reset} x \n${red}Outputs:${reset}\n  a: 1\n`);
  });
});
