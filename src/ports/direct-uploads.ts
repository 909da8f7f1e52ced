/** Where one piece of a file is sent by PUT. Bytes count from 0, both ends inclusive. */
export type UploadPart = { readonly url: URL; readonly first: number; readonly last: number };

/** Whether a part is there: what was acknowledged once need not be sent again. */
export type KnownPart = UploadPart & { readonly isSent: boolean };

/**
 * Takes files in parts, each of which is kept when it was acknowledged: past us, straight to where they are kept, or at home by
 * ourselves. Every method may throw `Unavailable`; a bad key throws `BadFileKey`.
 */
export type DirectUploads = {
  /** The parts of a file of so many bytes (one at least), and a token to end the upload with. Addresses live an hour. */
  begin(
    key: string,
    bytes: number,
  ): Promise<{ readonly token: string; readonly parts: readonly UploadPart[] }>;
  /** All parts of an upload that was begun, with new addresses; `undefined` when there is none such, or none any more. */
  resume(key: string, token: string, bytes: number): Promise<readonly KnownPart[] | undefined>;
  /** Shows the file when all parts have come; `undefined` when some have not, or the token is not of this upload. */
  finish(key: string, token: string): Promise<{ readonly bytes: number } | undefined>;
};

/** Where who keeps the files himself takes the parts in. */
export type PartsTaken = {
  /**
   * Writes one part (counted from 0); when it returns, the part is there for good. `false` when there is no such upload or part,
   * or the bytes are not as many as the part has. Throws `DiskFull`.
   */
  put(key: string, part: number, bytes: ReadableStream<Uint8Array>): Promise<boolean>;
  /** Lets go of uploads that nothing came of for `ms`; answers how many. */
  sweep(olderThanMs: number): Promise<number>;
};
