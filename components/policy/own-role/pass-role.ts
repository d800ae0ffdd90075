import type { OwnStatement } from "./document";

const ROLE = /^arn:aws:iam::(\d{12}):role\/[\w+=,.@/-]+$/;

/** Whether a statement passes one exact role of the account to one service, and nothing more. */
export function isPassedRoleExact({ Resource, Condition = {} }: OwnStatement, account: string): boolean {
  const [resource = "", ...others] = Resource;
  const services = Object.entries(Condition.StringEquals ?? {})
    .filter(([key]) => key.toLowerCase() === "iam:passedtoservice")
    .flatMap(([, values]) => values);
  return others.length === 0 && ROLE.exec(resource)?.[1] === account && services.length === 1;
}
