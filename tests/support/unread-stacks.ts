/*
 * Pulumi keeps the stack of each promise that it makes, for a report that no test asks for. Mapping them to the
 * TypeScript takes up to half of the time of a program under mocks. Required by .mocharc.json after ts-node/register,
 * which maps all other stacks.
 */
const mapped = Error.prepareStackTrace.bind(Error);

Error.prepareStackTrace = (error, frames): unknown =>
  frames[0]?.getFunctionName() === "debuggablePromise" ? "" : mapped(error, frames);
