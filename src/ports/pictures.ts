/** A picture, whole. */
export type Picture = { readonly bytes: Uint8Array<ArrayBuffer>; readonly contentType: string };

/** Pictures of Yoto's own servers, fetched for our screens, which talk to nobody but us. */
export type Pictures = {
  /**
   * `undefined` when the address is not one of Yoto's, nothing is there, or what is there is no picture of a sane size. May
   * throw `Unavailable`.
   */
  fetch(url: URL): Promise<Picture | undefined>;
};
