/** An episode as a feed tells it; everything as found, capped and without markup. */
export type ToldEpisode = {
  /** What the feed calls it for ever; else its address. */
  readonly guid: string;
  readonly title: string;
  readonly url: URL;
  /** Absent when the feed does not say, or says nonsense. */
  readonly publishedAtMs?: number;
  readonly bytes?: number;
  readonly seconds?: number;
  readonly description?: string;
  readonly season?: number;
  readonly number?: number;
};

/** What an answer turned out to be. */
export type FeedText =
  | {
      readonly is: "feed";
      readonly title?: string;
      readonly author?: string;
      readonly description?: string;
      readonly image?: URL;
      /** Where the feed says it lives from now on (`itunes:new-feed-url`). */
      readonly movedTo?: URL;
      /** The page of older episodes (RFC 5005). */
      readonly next?: URL;
      /** Those that have sound, as listed. */
      readonly episodes: readonly ToldEpisode[];
    }
  /** A web page, and the feeds it names. */
  | { readonly is: "page"; readonly feeds: readonly URL[] }
  | { readonly is: "something-else" };

/** Reads RSS 2.0 and Atom, forgiving what real feeds do wrong. Never throws over what it reads. */
export type FeedReader = {
  /** `from` is the address it came from, for addresses relative to it; `type` the answer's content type. */
  read(bytes: Uint8Array, from: URL, type?: string): Promise<FeedText>;
};
