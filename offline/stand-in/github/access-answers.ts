import type { Value } from "../properties";
import type { Cloud } from "../cloud";
import type { Answer, World } from "../world";
import { findRepository, type FoundRepository } from "./repositories";

/** A user's permission in the repository, which may be "none". Everybody may read a public one. */
export function describePermission(
  { access, visibility }: FoundRepository,
  login: string,
  cloud: Cloud,
): Value | undefined {
  const is = (name: string) => name.toLowerCase() === login.toLowerCase();
  if (!Object.keys(cloud.world.github.users ?? {}).some(is)) return undefined;
  const reads = visibility === "public" || access === undefined || access.users.some(is);
  return { permission: reads ? "read" : "none", role_name: reads ? "read" : "none", user: { login } };
}

/**
 * What GitHub says of a team by its number, and of its access to a repository: 204, or 404; undefined for other paths.
 *
 * Source: https://docs.github.com/en/rest/teams/teams#check-team-permissions-for-a-repository
 */
export function teamAnswer(world: World, path: string): Answer | undefined {
  const [, id, repository] = /^organizations\/\d+\/team\/(\d+)(?:\/repos\/([^/]+\/[^/]+))?$/.exec(path) ?? [];
  if (id === undefined) return undefined;
  const [slug] = Object.entries(world.github.teams ?? {}).find(([, number]) => number === Number(id)) ?? [];
  const missing = { code: 404, body: JSON.stringify({ message: "Not Found", status: "404" }) };
  if (slug === undefined) return missing;
  if (repository === undefined) return { code: 200, body: JSON.stringify({ id: Number(id), slug }) };
  const [owner = "", name = ""] = repository.split("/");
  const found = findRepository(world, owner, name);
  return found !== undefined && (found.access?.teams.includes(slug) ?? true) ? { code: 204, body: "" } : missing;
}
