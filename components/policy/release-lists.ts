/** The key prefix of the release lists, which say what the bucket holds and are not served. */
export const RELEASE_LISTS = "_releases/";
