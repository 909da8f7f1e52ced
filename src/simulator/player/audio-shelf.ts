import type { PretendClock } from "../clock.ts";
import type { AudioSource } from "./audio-source.ts";
import type { PlayerCard, PlayerTrack } from "./player-card.ts";
import type { PlayerModel } from "./player-model.ts";

/** The audio a player has downloaded. Addresses change with every signature; what counts is the artifact's hash. */
export type AudioShelf = {
  has(url: string): boolean;
  /** A source that reads from the shelf; `undefined` when it is not there. */
  open(url: string): AudioSource | undefined;
  /** Downloads what is missing of a card, one track after the other, in the background. */
  keep(card: PlayerCard): Promise<void>;
  holds(card: PlayerCard): boolean;
  close(): void;
};

type Deps = {
  readonly clock: PretendClock;
  readonly fetch: (url: string) => AudioSource;
  readonly onProgress: (download: PlayerModel["download"]) => void;
};

export function createAudioShelf({ clock, fetch, onProgress }: Deps): AudioShelf {
  const stored = new Map<
    string,
    Pick<AudioSource, "contentType"> & { readonly pieces: readonly Uint8Array[] }
  >();
  const wanted: PlayerTrack[] = [];
  let storedBytes = 0;
  let running: AudioSource | undefined;
  let closed = false;

  const progress = (isRunning: boolean, bytesPerSecond: number, underWay = 0) =>
    onProgress({
      running: isRunning,
      bytesPerSecond,
      storedKiB: Math.round((storedBytes + underWay) / 1_024),
    });
  const secondsSince = (atMs: number) => Math.max(0.5, (clock.nowMs() - atMs) / 1_000);

  const download = async ({ url }: PlayerTrack) => {
    const source = fetch(url);
    running = source;
    const startedAtMs = clock.nowMs();
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    try {
      for (let piece = await source.read(); piece !== undefined; piece = await source.read()) {
        pieces.push(piece);
        bytes += piece.length;
        progress(true, Math.round(bytes / secondsSince(startedAtMs)), bytes);
      }
    } catch {
      return; // the journal tells; the next time the card is played it is tried again
    } finally {
      running = undefined;
      source.close();
    }
    if (closed) return;
    stored.set(artifactOf(url), { pieces, contentType: source.contentType });
    storedBytes += bytes;
    progress(wanted.length > 0, Math.round(bytes / secondsSince(startedAtMs)));
  };

  const missing = (card: PlayerCard) =>
    card.tracks.filter((track) => track.type === "audio" && !stored.has(artifactOf(track.url)));

  return {
    has: (url) => stored.has(artifactOf(url)),
    open: (url) => {
      const found = stored.get(artifactOf(url));
      if (found === undefined) return undefined;
      const { pieces, contentType } = found;
      let at = 0;
      return {
        read: async () => pieces[at++],
        lengthBytes: pieces.reduce((sum, piece) => sum + piece.length, 0),
        contentType,
        close: () => {},
      };
    },
    keep: async (card) => {
      if (card.onlineOnly || closed) return;
      const queued = new Set(wanted.map(({ url }) => artifactOf(url)));
      wanted.push(...missing(card).filter(({ url }) => !queued.has(artifactOf(url))));
      if (running !== undefined || wanted.length === 0) return;
      progress(true, 0);
      for (let next = wanted.shift(); next !== undefined && !closed; next = wanted.shift())
        await download(next);
      if (!closed) progress(false, 0);
    },
    holds: (card) => missing(card).length === 0,
    close: () => {
      closed = true;
      wanted.length = 0;
      running?.close();
    },
  };
}

function artifactOf(url: string): string {
  const hash = /#sha256=(.+)$/.exec(url)?.[1];
  return hash ?? url.replace(/[?#].*$/, "");
}
