import type { Audio } from "../../domain/audio/audio.ts";
import { ownText } from "../../domain/audio/transcript.ts";
import type { StoryId } from "../../domain/ids.ts";
import type { Mp3Encoder } from "../../ports/mp3-encoder.ts";
import type { Speech } from "../../ports/speech.ts";
import { type AddDeps, addAudio } from "../audio/add-audio.ts";
import { keepWords } from "./keep-words.ts";
import { speakText, spokenBytes } from "./speak-text.ts";

/** What speaking needs; absent where no voice is set up. */
export type Voice = { readonly speech: Speech; readonly encoder: Mp3Encoder };

export type SpokenToLibrary =
  | { readonly ok: true; readonly audio: Audio; readonly isNew: boolean }
  | { readonly ok: false; readonly why: "no-speech" | "nothing-to-say" | "unknown-voice" };

const mostBytes = 500_000_000;

/**
 * Speaks a text and keeps the recording in the library under `title`, with its words; the same text in the same voice is there
 * once.
 */
export async function speakToLibrary(
  deps: AddDeps & { readonly voice: Voice | undefined },
  wanted: {
    readonly title: string;
    readonly text: string;
    readonly voiceId?: string | undefined;
    readonly speakers?: Readonly<Record<string, string>>;
    readonly rate?: number;
    readonly madeFor?: StoryId;
    readonly signal?: AbortSignal;
    readonly onProgress?: (share: number) => void;
  },
): Promise<SpokenToLibrary> {
  const { voice } = deps;
  const voiceId = wanted.voiceId ?? (await voice?.speech.voices())?.[0]?.id;
  if (voice === undefined || voiceId === undefined) return { ok: false, why: "no-speech" };
  const { title, madeFor, ...saying } = wanted;
  const spoken = await speakText({ ...voice, files: deps.files }, { ...saying, voiceId });
  if (!spoken.ok) return spoken;
  const added = await addAudio(deps, {
    bytes: spokenBytes(deps.files, spoken.keys),
    name: `${title}.mp3`,
    title,
    tags: ["spoken"],
    madeFor,
    maxBytes: mostBytes,
  });
  if (!added.ok) throw new Error(`The spoken recording came out wrong (${added.why}); try another voice`);
  const transcript = { by: ownText, madeAtMs: deps.clock.nowMs(), lines: spoken.lines };
  const audio = (await keepWords(deps, added.audio.id, transcript)) ?? added.audio;
  return { ok: true, audio, isNew: added.is === "added" };
}
