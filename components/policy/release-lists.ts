/** What the keys of the lists of releases begin with: they say what the bucket holds, and are not served. */
export const RELEASE_LISTS = "_releases/";
