/** Our keys are plain by rule, so that they need no escaping anywhere. */
export function checkedKey(key: string): string {
  if (!/^[a-z0-9][a-z0-9._/-]{0,500}$/.test(key) || key.includes("..") || key.includes("//")) {
    throw new Error(
      `“${key.slice(0, 60)}” is no key for a file: use lower case letters, digits, - _ . and /`,
    );
  }
  return key;
}
