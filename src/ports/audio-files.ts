/** Inclusive, as HTTP counts. */
export type ByteRange = { readonly first: number; readonly last: number };

/** Where audio is: behind a URL that the player can fetch itself, or here. */
export type AudioPlace =
  | { readonly at: "url"; readonly url: URL; readonly bytes: number }
  | {
      readonly at: "here";
      readonly bytes: number;
      /** Reads the range (default: all), as far as there are bytes. The stream ends early only by throwing. */
      open(range?: ByteRange): ReadableStream<Uint8Array>;
      /** The file on this machine, where there is one: for readers that want positional reads. */
      readonly path?: string;
    };

/** Told when more bytes came than allowed. Nothing is left of what was written. */
export class TooLarge extends Error {
  override readonly name = "TooLarge";
}

/**
 * Bytes we own, by key (`audio/<id>.mp3`, `covers/<id>.jpg`: lower case letters, digits, `-`, `_`, `.`, `/`; never `..`).
 * Another key throws `BadFileKey`; every method may throw `Unavailable`.
 */
export type AudioFiles = {
  /**
   * Where the bytes are; `undefined` if there are none. URLs live `ttlSeconds` at least, unless the `grant` (16 letters, digits, `-`,
   * `_`) under which they are handed out is revoked at the edge.
   */
  locate(key: string, ttlSeconds: number, grant?: string): Promise<AudioPlace | undefined>;
  /** Reads the bytes themselves, wherever they are. */
  read(key: string, range?: ByteRange): Promise<ReadableStream<Uint8Array> | undefined>;
  /**
   * Writes all bytes, then shows them: a reader sees the old bytes or all of the new ones, also after a power cut.
   * Throws {@link TooLarge} past `maxBytes`, and `DiskFull`.
   */
  put(
    key: string,
    bytes: ReadableStream<Uint8Array>,
    options: { readonly maxBytes: number; readonly contentType: string },
  ): Promise<{ readonly bytes: number }>;
  /** No error when there was nothing. */
  delete(key: string): Promise<void>;
  /** At most 1000 keys that begin with `prefix` and come after `after`, in key order, with sizes; go on from the last. */
  list(prefix: string, after?: string): Promise<readonly { readonly key: string; readonly bytes: number }[]>;
  /**
   * Deletes what begins with `prefix` (a folder: it ends with `/`) and was written before; answers how many. Absent where the
   * place forgets by itself, as S3 does by its rules.
   */
  forget?(prefix: string, writtenBeforeMs: number): Promise<number>;
};
