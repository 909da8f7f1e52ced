import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import type { Audio, Chapter, OriginalFile } from "../../domain/audio/audio.ts";
import { shownFileName, titleOfFile } from "../../domain/audio/file-title.ts";
import { noSoundWords } from "../../domain/audio/no-sound-words.ts";
import { AudioId } from "../../domain/ids.ts";
import type { AudioConverter, Converted, Probed, SoundTags, Treatment } from "../../ports/audio-converter.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { ScratchFolder } from "../../ports/scratch.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import { convertAndKeep } from "./convert-and-keep.ts";
import { findDuplicate } from "./find-duplicate.ts";
import { deleteUnusedOriginals } from "./sweep-originals.ts";

export type IngestDeps = {
  readonly audio: AudioLibrary;
  readonly files: AudioFiles;
  readonly converter: AudioConverter;
  readonly clock: Clock;
  readonly liveUpdates: LiveUpdates;
};

/** A file on this machine that is to become part of the library. */
export type IngestOptions = {
  readonly path: string;
  /** What its owner called it. */
  readonly name: string;
  /** Over the file's own tags. */
  readonly title?: string;
  readonly tags: readonly string[];
  /** Who and of what, where the file itself does not say. */
  readonly artist?: string;
  readonly album?: string;
  readonly treatment: Treatment;
  /** Keep the file itself too. */
  readonly keepOriginal?: boolean;
  /** New pieces get the ids `<idPrefix>-1`, `-2` …: the same again after a crash. */
  readonly idPrefix: string;
  readonly signal: AbortSignal;
  readonly onProgress: (share: number) => void;
  /** Of a long conversion something more is safe now. */
  readonly onKept: (times: number) => Promise<void>;
};

export type Ingested =
  | { readonly ok: true; readonly pieces: readonly { readonly id: AudioId; readonly isNew: boolean }[] }
  | { readonly ok: false; readonly why: string; readonly hint: string };

type Sound = Extract<Probed, { ok: true }>;
type Part = { readonly file: string; readonly title: string; readonly from?: number; readonly to?: number };

const mostStoredBytes = 4_000_000_000;

/**
 * Makes a file of any kind part of the library: tags, cover, chapters, canonical sound. An audiobook in MP4 becomes one piece
 * per chapter. What is here already is found by its sound and not kept twice. Repeating it after a crash ends the same.
 */
export async function ingestPath(
  deps: IngestDeps,
  folder: ScratchFolder,
  wish: IngestOptions,
): Promise<Ingested> {
  const { signal } = wish;
  const probed = await deps.converter.probe(wish.path, { signal });
  if (!probed.ok) return { ok: false, ...noSoundWords(probed.why, shownFileName(wish.name)) };
  const parts = partsOf(probed, wish);
  const { converted, letGo } = await convertAndKeep(deps, folder, {
    name: wish.idPrefix,
    request: {
      path: wish.path,
      treatment: wish.treatment,
      parts: parts.map(({ file, from, to }) => ({
        to: folder.path(file),
        ...(from !== undefined && { fromSeconds: from }),
        ...(to !== undefined && { toSeconds: to }),
      })),
    },
    signal,
    onProgress: (share) => wish.onProgress(share * 0.95),
    onKept: wish.onKept,
  });
  const original =
    wish.keepOriginal === true && converted.some(({ ok }) => ok) ? await keepOriginal(deps, wish) : undefined;
  const pieces: { id: AudioId; isNew: boolean }[] = [];
  let refused: Extract<Converted, { ok: false }> | undefined;
  for (const [number, part] of parts.entries()) {
    signal.throwIfAborted();
    const sound = converted[number];
    if (sound?.ok) pieces.push(await keep(deps, folder, wish, probed, part, sound, number, original));
    else refused ??= sound;
  }
  wish.onProgress(1);
  await letGo();
  if (original !== undefined && !pieces.some(({ isNew }) => isNew))
    await deleteUnusedOriginals(deps, new Set([original.key]));
  if (pieces.length === 0)
    return { ok: false, ...noSoundWords(refused?.why ?? "no-sound", shownFileName(wish.name)) };
  deps.liveUpdates.publish({ of: "audio", audioIds: pieces.map(({ id }) => id) });
  return { ok: true, pieces };
}

/** One part per chapter where they cut without loss, else one of all. */
function partsOf({ kind, chapters, tags }: Sound, wish: IngestOptions): readonly Part[] {
  const title = wish.title ?? capped(tags.title) ?? titleOfFile(wish.name);
  if (kind !== "mp4" || chapters.length < 2) return [{ file: "part-1", title }];
  return chapters.map((chapter, number) => {
    const next = chapters[number + 1]?.startSeconds;
    return {
      file: `part-${number + 1}`,
      title: capped(chapter.title) ?? `${title} ${number + 1}`,
      ...(number > 0 && { from: chapter.startSeconds }),
      ...(next !== undefined && { to: next }),
    };
  });
}

async function keep(
  deps: IngestDeps,
  folder: ScratchFolder,
  wish: IngestOptions,
  probed: Sound,
  part: Part,
  sound: Extract<Converted, { ok: true }>,
  number: number,
  original: OriginalFile | undefined,
): Promise<{ id: AudioId; isNew: boolean }> {
  const id = AudioId(`${wish.idPrefix}-${number + 1}`);
  const fileKey = `audio/${id}.${sound.format.codec}`;
  const same = await deps.audio.bySha256(sound.sha256);
  if (same !== undefined) {
    const before = same.value;
    // An earlier run may have died after it wrote ours, and somebody else came first since.
    if (before.id !== id) await deps.files.delete(fileKey);
    // The same sound once more, but this time with the wish to keep its file.
    if (original !== undefined && before.original === undefined)
      await deps.audio.save({ ...before, original: stretchOf(original, part) }, same.version);
    return { id: before.id, isNew: before.id === id };
  }
  const { ok: _, ...facts } = sound;
  await deps.files.put(fileKey, folder.read(part.file), {
    maxBytes: mostStoredBytes,
    contentType: sound.format.codec === "mp3" ? "audio/mpeg" : "audio/aac",
  });
  const coverKey = await keepCover(deps, probed, id);
  const isPart = part.from !== undefined || part.to !== undefined;
  const audio: Audio = {
    ...facts,
    id,
    title: part.title,
    originalName: shownFileName(wish.name),
    fileKey,
    addedAtMs: deps.clock.nowMs() + number,
    tags: wish.tags,
    ...wordsOf(
      { ...wordsGiven(wish), ...probed.tags },
      isPart ? (wish.title ?? probed.tags.title ?? titleOfFile(wish.name)) : undefined,
    ),
    ...(coverKey !== undefined && { coverKey }),
    ...(original !== undefined && { original: stretchOf(original, part) }),
    ...(!isPart && probed.chapters.length > 1 && { chapters: probed.chapters.map(tidy) }),
  };
  const added = await deps.audio.add(audio);
  if (added.ok || added.sameAs === id) return { id, isNew: true };
  await findDuplicate(deps, added.sameAs);
  await deps.files.delete(fileKey);
  if (coverKey !== undefined) await deps.files.delete(coverKey);
  return { id: added.sameAs, isNew: false };
}

/** Pieces of what is kept are deleted one by one; the file goes with the last of them. */
async function keepOriginal({ files }: IngestDeps, { path, idPrefix }: IngestOptions): Promise<OriginalFile> {
  const key = `originals/${idPrefix}`;
  const { bytes } = await files.put(
    key,
    Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>,
    {
      maxBytes: Number.POSITIVE_INFINITY,
      contentType: "application/octet-stream",
    },
  );
  return { key, bytes };
}

function stretchOf(original: OriginalFile, { from, to }: Part): OriginalFile {
  return {
    ...original,
    ...(from !== undefined && { fromSeconds: from }),
    ...(to !== undefined && { toSeconds: to }),
  };
}

const coverEndings: Readonly<Record<string, string>> = {
  "image/jpeg": "jpg",
  "image/jpg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
};

async function keepCover({ files }: IngestDeps, { cover }: Sound, id: AudioId): Promise<string | undefined> {
  const ending = cover && coverEndings[cover.mime.toLowerCase()];
  if (cover === undefined || ending === undefined) return undefined;
  const key = `covers/${id}.${ending}`;
  await files.put(key, new Blob([new Uint8Array(cover.bytes)]).stream(), {
    maxBytes: cover.bytes.length,
    contentType: cover.mime,
  });
  return key;
}

function wordsGiven({ artist, album }: IngestOptions): SoundTags {
  return { ...(artist !== undefined && { artist }), ...(album !== undefined && { album }) };
}

function wordsOf(tags: SoundTags, book: string | undefined): Pick<Audio, "artist" | "album"> {
  const artist = capped(tags.artist);
  const album = capped(book) ?? capped(tags.album);
  return { ...(artist !== undefined && { artist }), ...(album !== undefined && { album }) };
}

function tidy({ title, startSeconds }: Chapter): Chapter {
  return { title: capped(title) ?? "", startSeconds };
}

/** Names from files may be of any length and hold anything. */
function capped(text: string | undefined): string | undefined {
  const tidied = text
    ?.normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}]/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return tidied === undefined || tidied === "" ? undefined : [...tidied].slice(0, 200).join("");
}
