import { type SearchLine, searchAudio, searchLine } from "../domain/audio/search-audio.ts";
import type { Audio } from "../domain/audio.ts";
import type { LiveUpdates } from "../ports/live-updates.ts";
import type { AudioLibrary } from "../stores/audio.ts";

/** Searches the library. */
export type AudioFinder = {
  /** Pieces that have every word of the question, best first; `from` counts how many to leave out. */
  find(question: string, page: { readonly limit: number; readonly from: number }): Promise<FoundAudio>;
};
export type FoundAudio = { readonly audio: readonly Audio[]; readonly next?: number };

/**
 * Keeps a compact index of the library in memory, newest first; a change makes it stale, and the next search reads it anew.
 * Changes made by other processes show after `staleAfterMs` at the latest.
 */
export function createAudioFinder(deps: {
  readonly audio: AudioLibrary;
  readonly liveUpdates: LiveUpdates;
  readonly clock: { nowMs(): number };
  readonly signal: AbortSignal;
  readonly staleAfterMs?: number;
}): AudioFinder {
  const { audio, liveUpdates, clock, signal, staleAfterMs = 60_000 } = deps;
  let changes = 0;
  let index:
    | { readonly lines: Promise<readonly SearchLine[]>; readonly at: number; readonly ms: number }
    | undefined;
  void (async () => {
    for await (const update of liveUpdates.subscribe(signal)) if (update.of === "audio") changes += 1;
  })().catch(() => {}); // ends with its signal

  async function read(): Promise<readonly SearchLine[]> {
    const lines: SearchLine[] = [];
    for await (const { value } of audio.all()) lines.push(searchLine(value));
    return lines.reverse();
  }

  function fresh(): Promise<readonly SearchLine[]> {
    const nowMs = clock.nowMs();
    if (index === undefined || index.at !== changes || nowMs - index.ms > staleAfterMs) {
      const lines = read();
      index = { lines, at: changes, ms: nowMs };
      lines.catch(() => {
        index = undefined;
      });
    }
    return index.lines;
  }

  return {
    async find(question, { limit, from }) {
      const ids = searchAudio(await fresh(), question);
      const found = await audio.getMany(ids.slice(from, from + limit));
      const next = from + limit;
      return { audio: found.map(({ value }) => value), ...(next < ids.length && { next }) };
    },
  };
}
