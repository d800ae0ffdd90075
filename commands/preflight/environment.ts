/** The value of a variable of the environment; an empty one counts as unset, as it does for Pulumi and the SDKs. */
export function valueOf(environment: NodeJS.ProcessEnv, name: string): string | undefined {
  const value = environment[name];
  return value === "" ? undefined : value;
}
