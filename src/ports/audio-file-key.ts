/** A key that no store of files may take: a mistake of the caller, or worse of who called the caller. */
export class BadFileKey extends Error {
  override readonly name = "BadFileKey";
}

const keyShape = /^[a-z0-9_-][a-z0-9._-]*(?:\/[a-z0-9_-][a-z0-9._-]*)*$/;
const keyLengthMax = 200;

/**
 * Whether a text may be a key: parts of lower case letters, digits, `-`, `_` and `.` between single slashes,
 * none of them beginning with a dot: safe as a path, as an S3 key and in a URL.
 */
export function isFileKey(text: string): boolean {
  return text.length <= keyLengthMax && keyShape.test(text);
}

/** Throws {@link BadFileKey} for anything else. */
export function checkFileKey(key: string): void {
  if (isFileKey(key)) return;
  throw new BadFileKey(
    `${JSON.stringify(key.slice(0, 60))} is no key of a file; build keys from ids, never from names people gave`,
  );
}

/** Throws {@link BadFileKey} for a prefix that no key could have. `""` stands for all keys. */
export function checkFilePrefix(prefix: string): void {
  if (prefix !== "") checkFileKey(prefix.endsWith("/") ? prefix.slice(0, -1) : prefix);
}
