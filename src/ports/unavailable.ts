/** Something we depend on did not answer. Safe to retry. */
export class Unavailable extends Error {
  override readonly name = "Unavailable";
}
