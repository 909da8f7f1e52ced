/** Names a slot of a stream at the edge: `<grant>/<slot>`. */
export type EdgeSlot = string;

/** The file that a slot plays to everybody, whole, and until when at most: from then on we are asked again. */
export type EdgeAnswer = { readonly fileKey: string; readonly untilMs?: number };

/** What the edge shall say of slots; `undefined`: nothing, so that we are asked. */
export type EdgeAnswers = ReadonlyMap<EdgeSlot, EdgeAnswer | undefined>;

/**
 * What stands in front of our files where players fetch them without asking us. It decides by itself, so it must be told.
 */
export type Edge = {
  /** Tells this edge from others: what one was told, another does not know. */
  readonly id: string;
  /**
   * From now on no address works that was handed out under this grant ({@link "./audio-files.ts"}), and no slot of it is answered.
   * Fulfils when the edge has taken it; may throw `Unavailable`. Revoking twice is no error.
   */
  revoke(grant: string): Promise<void>;
  /**
   * Tells the edge what `decide` says. Should somebody else tell it something meanwhile, `decide` is asked again, so that what it
   * reads is never older than what the edge was told last. Taking away what is not there is no error. May throw `Unavailable`.
   */
  tell(decide: () => Promise<EdgeAnswers>): Promise<void>;
};
