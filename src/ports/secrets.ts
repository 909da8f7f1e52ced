/**
 * Seals small texts for storage (AES-256-GCM). `purpose` is bound into the seal: what was sealed for one purpose does not
 * open for another. Keys are named in the sealed text, so that old seals open after a rotation.
 */
export type Secrets = {
  seal(plain: string, purpose: string): Promise<string>;
  /** Throws {@link SealBroken} when the text was altered, sealed for another purpose, or its key is gone. */
  open(sealed: string, purpose: string): Promise<string>;
  /** Whether this text was sealed with a key that has been replaced, so that it should be sealed anew. */
  isStale(sealed: string): boolean;
};

export class SealBroken extends Error {
  override readonly name = "SealBroken";
}
