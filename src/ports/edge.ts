/**
 * What stands in front of our files where players fetch them without asking us. It decides by itself, so it must be told.
 */
export type Edge = {
  /**
   * From now on no address works that was handed out under this grant ({@link "./audio-files.ts"}). Fulfils when the edge has taken
   * it; may throw `Unavailable`. Revoking twice is no error.
   */
  revoke(grant: string): Promise<void>;
};
