// Reads a stack's AWS account from its committed file: the step's output `account`.
//
// Not from a repository variable: each collaborator may change those, and this decides whose credentials are used.
//
//   STACK   the stack; its file is Pulumi.<stack>.yaml in the current folder
import { run, say, setOutput } from "./lib/actions.ts";
import { stackName } from "./lib/forms.ts";
import { readSettings, textLike } from "./lib/settings.ts";
import { accountsOf, readStackFile } from "./lib/stack-file.ts";

const settings = {
  STACK: stackName,
  GITHUB_OUTPUT: textLike(/^/, "the file that Actions reads outputs from"),
};

await run(() => {
  const { STACK, GITHUB_OUTPUT } = readSettings(settings);
  const account = accountsOf(readStackFile(`Pulumi.${STACK}.yaml`)).join();
  setOutput(GITHUB_OUTPUT, "account", account);
  say(`The stack ${STACK} is in the account ${account}.`);
});
