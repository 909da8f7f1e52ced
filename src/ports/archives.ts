/** Why an archive is left alone as a whole. */
export type ArchiveRefusal =
  | "damaged"
  | "locked" // encrypted
  | "leads-outside" // a path with `..` or an absolute one: nobody packs that by accident
  | "too-much"; // more files or bytes than anybody needs: a bomb

/** An archive that must not be unpacked. */
export class ArchiveRefused extends Error {
  override readonly name = "ArchiveRefused";
  readonly why: ArchiveRefusal;
  constructor(why: ArchiveRefusal, cause?: unknown) {
    super(why, cause === undefined ? undefined : { cause });
    this.why = why;
  }
}

/** A file in an archive. `name` is its path inside, for people only. */
export type ArchiveEntry = {
  /** Its place in the archive, from 0: the same at every reading. */
  readonly number: number;
  readonly name: string;
  readonly bytes: number;
  /** Unpacks it while it is read; errors with {@link ArchiveRefused} when it is more than announced, or broken. */
  open(): Promise<ReadableStream<Uint8Array>>;
};

/** Looks into ZIP files of this machine. */
export type Archives = {
  /** Its files in order, folders and what systems hide left out. Throws {@link ArchiveRefused} before the first one. */
  entries(
    path: string,
    limits: { readonly maxFiles: number; readonly maxBytes: number },
  ): AsyncGenerator<ArchiveEntry, void, undefined>;
};
