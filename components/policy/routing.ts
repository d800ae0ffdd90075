/** How addresses map to files; Pulumi.yaml describes each value. */
export const ROUTINGS = ["files", "folders", "html", "app"] as const;

export type Routing = (typeof ROUTINGS)[number];
