import type { AudioSource } from "./audio-source.ts";
import type { FetchProfile } from "./fetch-profile.ts";

/** Asks for tracks before they are played: what a player with a little spare memory may do. */
export type FetchAhead = {
  /** Begins to fetch `urls` and lets go of what was begun for others. */
  begin(urls: readonly string[]): void;
  /** What was begun for this address, to be played on; `undefined` where nothing was, or where it asks again anyway. */
  take(url: string): AudioSource | undefined;
  close(): void;
};

export function createFetchAhead(
  open: (url: string) => AudioSource,
  prefetches: FetchProfile["prefetches"],
  bytesAhead: number,
): FetchAhead {
  type Begun = {
    readonly source: AudioSource;
    readonly pieces: Uint8Array[];
    readonly filled: Promise<void>;
  };
  const begun = new Map<string, Begun>();

  const fill = async (source: AudioSource, pieces: Uint8Array[]) => {
    let bytes = 0;
    try {
      while (bytes < bytesAhead) {
        const piece = await source.read();
        if (piece === undefined) break;
        pieces.push(piece);
        bytes += piece.length;
      }
    } catch {
      pieces.length = 0; // played from the start again when its turn comes
    }
    if (prefetches === "refetch") source.close();
  };

  const drop = (url: string) => {
    begun.get(url)?.source.close();
    begun.delete(url);
  };

  return {
    begin: (urls) => {
      if (prefetches === "never") return;
      for (const url of begun.keys()) if (!urls.includes(url)) drop(url);
      for (const url of urls) {
        if (begun.has(url)) continue;
        const source = open(url);
        const pieces: Uint8Array[] = [];
        begun.set(url, { source, pieces, filled: fill(source, pieces) });
      }
    },
    take: (url) => {
      const taken = begun.get(url);
      if (taken === undefined) return undefined;
      begun.delete(url);
      if (prefetches !== "play") {
        taken.source.close();
        return undefined;
      }
      const { source, pieces, filled } = taken;
      return {
        read: async () => {
          await filled;
          return pieces.shift() ?? source.read();
        },
        get lengthBytes() {
          return source.lengthBytes;
        },
        get contentType() {
          return source.contentType;
        },
        close: () => source.close(),
      };
    },
    close: () => {
      for (const url of [...begun.keys()]) drop(url);
    },
  };
}
