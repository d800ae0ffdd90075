import { REGISTER_INSTANCE } from "ts-node";

/*
 * Tests run the program many times, each time with its modules loaded afresh: what makes that slow is compiling the
 * same sources again. Required by .mocharc.json after ts-node/register.
 */
const service = process[REGISTER_INSTANCE];
if (service === undefined) throw new Error("expected ts-node/register to be required before this file");

const compile = service.compile.bind(service);
const compiled = new Map<string, string>();
service.compile = (code, file, line) => {
  const key = `${file}\0${code}`;
  const known = compiled.get(key) ?? compile(code, file, line);
  compiled.set(key, known);
  return known;
};
