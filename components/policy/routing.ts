/** What an address stands for; Pulumi.yaml describes each. */
export const ROUTINGS = ["files", "folders", "html", "app"] as const;

export type Routing = (typeof ROUTINGS)[number];
