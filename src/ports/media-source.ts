/** Where a media server is and who we are there. */
export type MediaAccess = {
  readonly url: string;
  /** Absent: `secret` is an API key. */
  readonly user?: string;
  readonly secret: string;
};

/** A part of a server's library to look through. */
export type MediaShelf = { readonly id: string; readonly title: string };

/** A book or an album; `parts` is how many files it has, where the server says. */
export type MediaWork = {
  readonly id: string;
  readonly title: string;
  readonly by?: string;
  readonly seconds?: number;
  readonly parts?: number;
};

/** One file of a work, and what to say when fetching it. */
export type MediaFile = {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly title?: string;
};

/** The server does not let us in, or is no such server; the message says what to do. */
export class MediaRefused extends Error {
  override readonly name = "MediaRefused";
  readonly why: "wrong-password" | "no-such-server";
  constructor(why: MediaRefused["why"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.why = why;
  }
}

/**
 * One kind of media server, spoken to by its public API. Every method may throw {@link MediaRefused}, `Unavailable`, `WebRefused`
 * and the signal's reason.
 */
export type MediaSource = {
  /** Throws when we are not let in. */
  check(access: MediaAccess, signal?: AbortSignal): Promise<void>;
  shelves(access: MediaAccess, signal?: AbortSignal): Promise<readonly MediaShelf[]>;
  /** What stands on a shelf, by title; `next` is the number of the first one of the next page. */
  works(
    access: MediaAccess,
    shelfId: string,
    page: { readonly from: number; readonly limit: number },
    signal?: AbortSignal,
  ): Promise<{ readonly works: readonly MediaWork[]; readonly next?: number }>;
  search(access: MediaAccess, words: string, signal?: AbortSignal): Promise<readonly MediaWork[]>;
  /** A work with its files in order; `undefined` when there is none such. */
  open(
    access: MediaAccess,
    workId: string,
    signal?: AbortSignal,
  ): Promise<{ readonly work: MediaWork; readonly files: readonly MediaFile[] } | undefined>;
};
