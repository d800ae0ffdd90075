import * as pulumi from "@pulumi/pulumi";

/** Shows notices at each preview and each up; undefined is none. */
export async function warn(...notices: readonly (string | undefined)[]): Promise<void> {
  for (const notice of notices) if (notice !== undefined) await pulumi.log.warn(notice);
}
