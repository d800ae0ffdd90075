/** The names of the checks that others build on. */
export const NAMES = {
  engine: "Pulumi engine",
  settings: "Settings",
  identity: "AWS identity",
  github: "GitHub token",
  repository: "Repository and subjects",
} as const;
