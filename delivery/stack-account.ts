// Reads the AWS account that a stack may be in from the stack's committed file: the step's output `account`.
//
// Not from a repository variable: each collaborator may change those, and this decides whose credentials are taken.
//
//   STACK   the stack, whose file is Pulumi.<stack>.yaml in the current folder
import { readFileSync } from "node:fs";
import { DeliveryError, messageOf, run, say, setOutput } from "./lib/actions.ts";
import { allowedAccounts } from "./lib/allowed-accounts.ts";
import { readSettings, textLike } from "./lib/settings.ts";

const settings = {
  STACK: textLike(/^[a-z][a-z0-9-]{0,30}$/, "the name of a stack"),
  GITHUB_OUTPUT: textLike(/^/, "the file that Actions reads outputs from"),
};

function accountsOf(file: string): string {
  const accounts = allowedAccounts(read(file));
  if (accounts === undefined) {
    throw new DeliveryError(`${file}: wanted one list of account numbers, aws:allowedAccountIds: ["111122223333"]`);
  }
  return accounts.join();
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new DeliveryError(`STACK: ${messageOf(error)}; wanted a stack with a committed file`);
  }
}

await run(() => {
  const { STACK, GITHUB_OUTPUT } = readSettings(settings);
  const account = accountsOf(`Pulumi.${STACK}.yaml`);
  setOutput(GITHUB_OUTPUT, "account", account);
  say(`The stack ${STACK} is in the account ${account}.`);
  return Promise.resolve();
});
