/** An error that the user can fix: its message is shown as it is, without a stack trace. */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
