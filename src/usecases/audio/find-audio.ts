import type { Audio } from "../../domain/audio/audio.ts";
import { type SearchLine, searchAudio, searchLine, withWords } from "../../domain/audio/search-audio.ts";
import type { AudioId } from "../../domain/ids.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { Chance } from "../../ports/chance.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import { type ChangeNote, type KeptIndex, notedForMs, type SearchNotes } from "../../stores/search-notes.ts";
import { readSearchIndex, writeSearchIndex } from "./search-index-file.ts";

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
  /**
   * Reads the library, so that the first search need not; resolves when it is read. Done now and then, it renews the index that was
   * put away before it is too old, and no search ever has to.
   */
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

/** So many changes are read one by one; more of them cost as much as reading everything. */
const mostPatched = 500;
/** After so many changes the index is put away anew, so that the next process has little to catch up with. */
const keepAfter = 200;
const renewedAfterMs = notedForMs - 86_400_000;
/** A change that was noted has happened after this, or never will. */
const happensWithinMs = 10_000;

/** Lines, newest first, as of a moment. `seen`: changes that are in them for sure. */
type Index = {
  readonly lines: readonly SearchLine[];
  readonly asOfMs: number;
  readonly libraryReadAtMs: number;
  readonly seen: ReadonlySet<string>;
};

/**
 * Keeps a compact index of the library in memory, newest first. Each search looks first what has changed, in whatever process, and
 * reads that anew. The index is also put away as a file, so that a process that begins does not read the whole library for it.
 */
export function createAudioFinder(deps: {
  readonly audio: AudioLibrary;
  readonly searchNotes: SearchNotes;
  readonly files: AudioFiles;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
}): AudioFinder {
  const { audio, searchNotes, files, clock } = deps;
  let index: Index | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  /** One after the other: a search that comes later must know all that an earlier one knew, and what changed in between. */
  function fresh(goodForMs = notedForMs): Promise<readonly SearchLine[]> {
    const turned = turn.then(() => upToDate(goodForMs));
    turn = turned.catch(() => {});
    return turned;
  }

  async function upToDate(goodForMs: number): Promise<readonly SearchLine[]> {
    const nowMs = clock.nowMs();
    const isGood = ({ libraryReadAtMs }: Index | KeptIndex) => nowMs - libraryReadAtMs < goodForMs;
    const isUsable = index !== undefined && isGood(index);
    const kept = isUsable ? undefined : (await searchNotes.kept())?.value;
    const before = isUsable ? index : kept && isGood(kept) ? await loaded(kept) : undefined;
    const caughtUp = before && (await patched(before, nowMs));
    const after = caughtUp ?? (await read(nowMs));
    index = after;
    if (caughtUp === undefined || (!isUsable && after.seen.size >= keepAfter)) await keep(after);
    return after.lines;
  }

  async function loaded(kept: KeptIndex): Promise<Index | undefined> {
    const lines = await readSearchIndex(files, kept.fileKey);
    return lines && { ...kept, lines, seen: new Set() };
  }

  async function read(nowMs: number): Promise<Index> {
    const seen = sureOf(await searchNotes.changesSince(nowMs), nowMs);
    const lines: SearchLine[] = [];
    // Both at once: where the table is far away, waiting for pages is most of it.
    const [said] = await Promise.all([
      allSaid(),
      (async () => {
        for await (const { value } of audio.all()) lines.push(searchLine(value));
      })(),
    ]);
    const all = lines.reverse().map((line) => withWords(line, said.get(line.id)));
    return { lines: all, asOfMs: nowMs, libraryReadAtMs: nowMs, seen };
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

  /** `undefined` where reading everything is less work. */
  async function patched(before: Index, nowMs: number): Promise<Index | undefined> {
    const notes = await searchNotes.changesSince(before.asOfMs);
    const unseen = notes.filter((note) => !before.seen.has(nameOf(note)));
    const ids = new Set(unseen.map(({ audioId }) => audioId));
    if (ids.size > mostPatched) return undefined;
    const after = { ...before, asOfMs: nowMs, seen: sureOf(notes, nowMs) };
    if (ids.size === 0) return after;
    const now = await Promise.all((await audio.getMany([...ids])).map(({ value }) => lineOf(value)));
    const lines = [...before.lines.filter(({ id }) => !ids.has(id)), ...now];
    return { ...after, lines: lines.sort((one, other) => other.addedAtMs - one.addedAtMs) };
  }

  /** A search that cannot be put away is as good; the next process reads the library. */
  async function keep({ lines, asOfMs, libraryReadAtMs }: Index): Promise<void> {
    const fileKey = `search/${deps.chance.id()}.json.gz`;
    try {
      const before = await searchNotes.kept();
      await writeSearchIndex(files, fileKey, lines);
      const isKept = await searchNotes.keep({ fileKey, asOfMs, libraryReadAtMs }, before?.version);
      const useless = isKept ? before?.value.fileKey : fileKey;
      if (useless !== undefined) await files.delete(useless);
    } catch (error) {
      deps.log.warn("search-index-not-kept", { error });
    }
  }

  return {
    async find(question, { limit, from }, filter = {}) {
      const ids = searchAudio(filtered(await fresh(), filter), question);
      const found = await audio.getMany(ids.slice(from, from + limit));
      const next = from + limit;
      return { audio: found.map(({ value }) => value), ...(next < ids.length && { next }) };
    },
    async warm() {
      await fresh(renewedAfterMs);
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

/** Whoever reads now sees these. */
function sureOf(notes: readonly ChangeNote[], nowMs: number): ReadonlySet<string> {
  return new Set(notes.filter(({ atMs }) => nowMs - atMs > happensWithinMs).map(nameOf));
}

function nameOf({ atMs, audioId }: ChangeNote): string {
  return `${atMs}#${audioId}`;
}

function filtered(lines: readonly SearchLine[], { tag, among }: AudioFilter): readonly SearchLine[] {
  const chosen = among === undefined ? lines : inOrder(lines, among);
  return tag === undefined ? chosen : chosen.filter(({ tags }) => tags.includes(tag));
}

function inOrder(lines: readonly SearchLine[], ids: readonly AudioId[]): readonly SearchLine[] {
  const byId = new Map(lines.map((line) => [line.id, line]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
