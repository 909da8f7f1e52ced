import type { Audio } from "../../domain/audio/audio.ts";
import { type SearchLine, searchAudio, searchLine, withWords } from "../../domain/audio/search-audio.ts";
import type { AudioId } from "../../domain/ids.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { AudioLibrary } from "../../stores/audio.ts";

/** Searches the library. */
export type AudioFinder = {
  /** Pieces that have every word of the question, best first; `from` counts how many to leave out. */
  find(
    question: string,
    page: { readonly limit: number; readonly from: number },
    filter?: AudioFilter,
  ): Promise<FoundAudio>;
  /** The library in numbers. */
  overview(): Promise<LibraryOverview>;
  /** Reads the library, so that the first search need not; resolves when it is read. */
  warm(): Promise<void>;
};

/** Only what has the tag, and only these pieces, in this order. */
export type AudioFilter = {
  readonly tag?: string | undefined;
  readonly among?: readonly AudioId[] | undefined;
};
export type LibraryOverview = {
  readonly pieces: number;
  readonly seconds: number;
  readonly bytes: number;
  /** Kept files, each counted once. */
  readonly originals: { readonly files: number; readonly bytes: number };
  /** The most used first. */
  readonly tags: readonly { readonly tag: string; readonly pieces: number }[];
};
export type FoundAudio = { readonly audio: readonly Audio[]; readonly next?: number };

/**
 * Keeps a compact index of the library in memory, newest first, and reads anew what changed. Changes made by other processes
 * show with the second search after `staleAfterMs`.
 */
export function createAudioFinder(deps: {
  readonly audio: AudioLibrary;
  readonly liveUpdates: LiveUpdates;
  readonly clock: { nowMs(): number };
  readonly signal: AbortSignal;
  readonly staleAfterMs?: number;
}): AudioFinder {
  const { audio, liveUpdates, clock, signal, staleAfterMs = 60_000 } = deps;
  /** Known to have changed since the index was read, and whether something changed of which we do not know what. */
  const changed = new Set<AudioId>();
  let allChanged = false;
  let index: { readonly lines: Promise<readonly SearchLine[]>; readonly readAtMs: number } | undefined;
  void (async () => {
    for await (const update of liveUpdates.subscribe(signal)) {
      if (update.of !== "audio") continue;
      if (update.audioIds === undefined) allChanged = true;
      else for (const id of update.audioIds) changed.add(id);
    }
  })().catch(() => {}); // ends with its signal

  async function read(): Promise<readonly SearchLine[]> {
    const lines: SearchLine[] = [];
    // Both at once: where the table is far away, waiting for pages is most of it.
    const [said] = await Promise.all([
      allSaid(),
      (async () => {
        for await (const { value } of audio.all()) lines.push(searchLine(value));
      })(),
    ]);
    return lines.reverse().map((line) => withWords(line, said.get(line.id)));
  }

  async function allSaid(): Promise<ReadonlyMap<AudioId, string>> {
    const said = new Map<AudioId, string>();
    for await (const { audioId, words } of audio.said())
      said.set(audioId, `${said.get(audioId) ?? ""} ${words}`);
    return said;
  }

  async function lineOf(piece: Audio): Promise<SearchLine> {
    const words: string[] = [];
    if (piece.transcriptBy !== undefined)
      for await (const each of audio.said(piece.id)) words.push(each.words);
    return withWords(searchLine(piece), words.join(" "));
  }

  function keep(lines: Promise<readonly SearchLine[]>, readAtMs: number): Promise<readonly SearchLine[]> {
    index = { lines, readAtMs };
    lines.catch(() => {
      index = undefined;
    });
    return lines;
  }

  function readAnew(): Promise<readonly SearchLine[]> {
    allChanged = false;
    changed.clear();
    return keep(read(), clock.nowMs());
  }

  async function patched(before: Promise<readonly SearchLine[]>, ids: ReadonlySet<AudioId>) {
    const now = await audio.getMany([...ids]);
    const lines = (await before).filter(({ id }) => !ids.has(id));
    for (const { value } of now) lines.push(await lineOf(value));
    return lines.sort((one, other) => other.addedAtMs - one.addedAtMs);
  }

  function fresh(): Promise<readonly SearchLine[]> {
    if (index === undefined || allChanged) return readAnew();
    const before = index;
    if (clock.nowMs() - before.readAtMs > staleAfterMs) {
      // What others changed shows from the next search on; this one does not wait for it.
      void readAnew();
      return before.lines;
    }
    if (changed.size === 0) return before.lines;
    const ids = new Set(changed);
    changed.clear();
    return keep(patched(before.lines, ids), before.readAtMs);
  }

  return {
    async find(question, { limit, from }, filter = {}) {
      const ids = searchAudio(filtered(await fresh(), filter), question);
      const found = await audio.getMany(ids.slice(from, from + limit));
      const next = from + limit;
      return { audio: found.map(({ value }) => value), ...(next < ids.length && { next }) };
    },
    async warm() {
      await fresh();
    },
    async overview() {
      const lines = await fresh();
      const tags = new Map<string, number>();
      const originals = new Map<string, number>();
      let [seconds, bytes] = [0, 0];
      for (const line of lines) {
        seconds += line.seconds;
        bytes += line.bytes;
        if (line.original !== undefined) originals.set(line.original.key, line.original.bytes);
        for (const tag of line.tags) tags.set(tag, (tags.get(tag) ?? 0) + 1);
      }
      const byUse = [...tags].map(([tag, pieces]) => ({ tag, pieces }));
      byUse.sort((one, other) => other.pieces - one.pieces || one.tag.localeCompare(other.tag));
      const kept = {
        files: originals.size,
        bytes: [...originals.values()].reduce((sum, each) => sum + each, 0),
      };
      return { pieces: lines.length, seconds, bytes, originals: kept, tags: byUse };
    },
  };
}

function filtered(lines: readonly SearchLine[], { tag, among }: AudioFilter): readonly SearchLine[] {
  const chosen = among === undefined ? lines : inOrder(lines, among);
  return tag === undefined ? chosen : chosen.filter(({ tags }) => tags.includes(tag));
}

function inOrder(lines: readonly SearchLine[], ids: readonly AudioId[]): readonly SearchLine[] {
  const byId = new Map(lines.map((line) => [line.id, line]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
