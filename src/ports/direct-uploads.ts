/** Where one piece of a file is sent by PUT. Bytes count from 0, both ends inclusive. */
export type UploadPart = { readonly url: URL; readonly first: number; readonly last: number };

/**
 * Lets a browser send bytes straight to where they are kept, past us. Every method may throw `Unavailable`; a bad key throws
 * `BadFileKey`.
 */
export type DirectUploads = {
  /** The parts of a file of so many bytes (one at least), and a token to end the upload with. Addresses live an hour. */
  begin(
    key: string,
    bytes: number,
  ): Promise<{ readonly token: string; readonly parts: readonly UploadPart[] }>;
  /** Shows the file when all parts have come; `undefined` when some have not, or the token is not of this upload. */
  finish(key: string, token: string): Promise<{ readonly bytes: number } | undefined>;
};
