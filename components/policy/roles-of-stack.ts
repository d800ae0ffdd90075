import type { OwnRole } from "./own-role/setting";
import { type Job, type RoleName, ROLES } from "./roles";

/** Which roles a stack has, as its settings say. */
export interface RolesOfStack {
  readonly builtInRoles: readonly RoleName[];
  readonly roles: readonly OwnRole[];
}

/** The one job that may assume each role of a stack, by the roles' logical names. */
export function jobsOf({ builtInRoles, roles }: RolesOfStack): Readonly<Record<string, Job>> {
  const jobs: (readonly [string, Job])[] = [
    ...builtInRoles.map((name) => [name, ROLES[name]] as const),
    ...roles.map((role) => [role.name, role] as const),
  ];
  return Object.fromEntries(jobs);
}

/** The logical names of all roles of a stack. */
export function roleNames(settings: RolesOfStack): string[] {
  return Object.keys(jobsOf(settings));
}
