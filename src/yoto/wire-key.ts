/** A chapter's key as Yoto gets it: numbers have two digits at least, so that keys sort as chapters do. */
export function wireKey(key: string): string {
  return /^\d$/.test(key) ? `0${key}` : key;
}
