/** An upload that was begun, remembered across reloads: the same file chosen again goes on where it was. */
export type BegunUpload = { readonly id: string; readonly token: string; readonly atMs: number };

const prefix = "upload ";
const keptMs = 3 * 86_400_000;

/** One that was begun on this device, by the name and size of its file. */
export type LeftUpload = { readonly key: string; readonly name: string; readonly bytes: number };

/** What says that a chosen file is the one that was begun. */
export function keyOf({ name, size, lastModified }: File): string {
  return `${prefix}${name} ${size} ${lastModified}`;
}

/** Storage may be off or full: then nothing is remembered. */
function attempt<Found>(what: () => Found): Found | undefined {
  try {
    return what();
  } catch {
    return undefined;
  }
}

export function begunUpload(file: File): BegunUpload | undefined {
  return begunAt(keyOf(file));
}

function begunAt(key: string): BegunUpload | undefined {
  return attempt(() => {
    const begun: Partial<BegunUpload> = JSON.parse(localStorage.getItem(key) ?? "{}");
    const { id, token, atMs } = begun;
    if (typeof id !== "string" || typeof token !== "string" || typeof atMs !== "number") return undefined;
    return Date.now() - atMs < keptMs ? { id, token, atMs } : undefined;
  });
}

/** All that were begun and not sent whole; those that are too old to go on with are forgotten. */
export function leftUploads(): readonly LeftUpload[] {
  const keys = attempt(() => Object.keys(localStorage)) ?? [];
  return keys.flatMap((key) => {
    const [, name, bytes] = /^upload (.+) (\d+) -?\d+$/.exec(key) ?? [];
    if (name === undefined) return [];
    if (begunAt(key) !== undefined) return [{ key, name, bytes: Number(bytes) }];
    forgetLeft(key);
    return [];
  });
}

export function forgetLeft(key: string): void {
  attempt(() => localStorage.removeItem(key));
}

export function rememberUpload(file: File, begun: Omit<BegunUpload, "atMs">): void {
  attempt(() => localStorage.setItem(keyOf(file), JSON.stringify({ ...begun, atMs: Date.now() })));
}

export function forgetUpload(file: File): void {
  forgetLeft(keyOf(file));
}
