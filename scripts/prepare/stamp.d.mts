/** SHA-256 over the names and contents of files and folders, so that "stale" means changed, not merely touched. */
export declare function fingerprint(paths: readonly string[]): string;
