/** An upload that was begun, remembered across reloads: the same file chosen again goes on where it was. */
export type BegunUpload = { readonly id: string; readonly token: string; readonly atMs: number };

const prefix = "upload ";
const keptMs = 3 * 86_400_000;

/** What says that a chosen file is the one that was begun. */
function keyOf({ name, size, lastModified }: File): string {
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
  return attempt(() => {
    const begun: Partial<BegunUpload> = JSON.parse(localStorage.getItem(keyOf(file)) ?? "{}");
    const { id, token, atMs } = begun;
    if (typeof id !== "string" || typeof token !== "string" || typeof atMs !== "number") return undefined;
    return Date.now() - atMs < keptMs ? { id, token, atMs } : undefined;
  });
}

export function rememberUpload(file: File, begun: Omit<BegunUpload, "atMs">): void {
  attempt(() => localStorage.setItem(keyOf(file), JSON.stringify({ ...begun, atMs: Date.now() })));
}

export function forgetUpload(file: File): void {
  attempt(() => localStorage.removeItem(keyOf(file)));
}
