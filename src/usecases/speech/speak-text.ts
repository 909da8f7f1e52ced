import { createHash } from "node:crypto";
import { usualLufs } from "../../domain/audio/level.ts";
import { joinSamples, type Pcm, silence } from "../../domain/audio/pcm.ts";
import { resampled } from "../../domain/audio/resample.ts";
import { scriptParts } from "../../domain/audio/script.ts";
import { pauses, type Saying, sayings } from "../../domain/audio/sentences.ts";
import { spokenLines } from "../../domain/audio/spoken-lines.ts";
import type { TranscriptLine } from "../../domain/audio/transcript.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { Mp3Encoder } from "../../ports/mp3-encoder.ts";
import type { Speech, Voice } from "../../ports/speech.ts";
import { speechFolder } from "./kept-speech.ts";

type Deps = { readonly speech: Speech; readonly encoder: Mp3Encoder; readonly files: AudioFiles };

/** What to say and how. `rate` 1 is the voice's own speed; 0.5–2. */
export type SpeakRequest = {
  readonly text: string;
  /** The narrator's. */
  readonly voiceId: string;
  /** Whose voice each speaker of the text has (`Wolf: …` at the beginning of a line): ids of voices by name. */
  readonly speakers?: Readonly<Record<string, string>>;
  readonly rate?: number;
  readonly signal?: AbortSignal;
  /** Called after each piece with the share done, 0–1. */
  readonly onProgress?: (share: number) => void;
};

type NotSpoken = { readonly ok: false; readonly why: "nothing-to-say" | "unknown-voice" };

/** Canonical MP3 of the text and its lines, or why there is none. */
export type Spoken =
  | {
      readonly ok: true;
      /** Keys of files that, one after the other, are the recording. */
      readonly keys: readonly string[];
      readonly lines: readonly TranscriptLine[];
      readonly fromCache: boolean;
    }
  | NotSpoken;

/** A piece and who says it. */
type Line = Saying & { readonly voice: Voice };
type Lines = { readonly ok: true; readonly lines: readonly Line[] } | NotSpoken;
type Manner = Pick<SpeakRequest, "rate" | "signal" | "onProgress">;

const bitrateKbps = 64;
/** About six minutes: what a killed process loses at most, and what is held in memory. */
const portionCharacters = 5000;
const mostPortionBytes = 64_000_000;

/**
 * Speaks a text with a reader's pauses, at the usual loudness, in portions of some minutes that end with a paragraph. A portion in
 * the same voices, speed and engines is made once and kept as `speech/<sha256>.mp3`, with its lines beside it.
 */
export async function speakText(deps: Deps, request: SpeakRequest): Promise<Spoken> {
  const found = await linesOf(deps.speech, request);
  if (!found.ok) return found;
  const portions = portionsOf(found.lines);
  const keys: string[] = [];
  const lines: TranscriptLine[] = [];
  let [seconds, done, fromCache] = [0, 0, true];
  for (const portion of portions) {
    request.signal?.throwIfAborted();
    const manner = {
      ...request,
      onProgress: (share: number) =>
        request.onProgress?.((done + share * portion.length) / found.lines.length),
    };
    const kept = await keptPortion(deps, portion, manner);
    keys.push(kept.key);
    lines.push(...kept.lines.map((line) => ({ ...line, startSeconds: seconds + line.startSeconds })));
    seconds += kept.seconds;
    done += portion.length;
    fromCache &&= kept.fromCache;
    request.onProgress?.(done / found.lines.length);
  }
  return { ok: true, keys, lines, fromCache };
}

/** What {@link speakText} kept, from the first byte to the last. */
export function spokenBytes(
  files: Pick<AudioFiles, "read">,
  keys: readonly string[],
): ReadableStream<Uint8Array> {
  return ReadableStream.from(
    (async function* () {
      for (const key of keys) {
        const bytes = await files.read(key);
        if (bytes === undefined) throw new Error("Somebody took away what was just spoken; try again");
        yield* bytes;
      }
    })(),
  );
}

async function keptPortion({ speech, encoder, files }: Deps, portion: readonly Line[], manner: Manner) {
  const { rate = 1, signal } = manner;
  const said = portion.map(({ text, pauseSeconds, voice }) => [voice.engine, voice.id, text, pauseSeconds]);
  const facts = JSON.stringify([rate, usualLufs, said]);
  const key = `${speechFolder}${createHash("sha256").update(facts).digest("hex")}.mp3`;
  const linesKey = key.replace(/mp3$/, "txt");
  const place = await files.locate(key, 60);
  const linesKept = place && (await files.read(linesKey));
  if (place !== undefined && linesKept !== undefined) {
    const lines = readLines(await new Response(linesKept).text());
    return { key, lines, seconds: secondsIn(place.bytes), fromCache: true };
  }
  const { sound, lines } = await say(speech, portion, manner);
  const mp3 = await encoder.encode(sound, {
    bitrateKbps,
    targetLufs: usualLufs,
    ...(signal && { signal }),
  });
  // The lines first: where the sound is, they are too.
  await put(linesKey, Buffer.from(writtenLines(lines)), "text/plain");
  await put(key, mp3, "audio/mpeg");
  return { key, lines, seconds: secondsIn(mp3.length), fromCache: false };

  async function put(key: string, bytes: Uint8Array, contentType: string): Promise<void> {
    const stream = new Blob([new Uint8Array(bytes)]).stream();
    await files.put(key, stream, { maxBytes: mostPortionBytes, contentType });
  }
}

async function linesOf(
  speech: Speech,
  { text, voiceId, speakers = {} }: Pick<SpeakRequest, "text" | "voiceId" | "speakers">,
): Promise<Lines> {
  const voices = new Map((await speech.voices()).map((voice) => [voice.id, voice]));
  const lines: Line[] = [];
  for (const part of scriptParts(text, Object.keys(speakers))) {
    const voice = voices.get(part.speaker === undefined ? voiceId : (speakers[part.speaker] ?? voiceId));
    if (voice === undefined) return { ok: false, why: "unknown-voice" };
    lines.push(...sayings(part.text, voice.maxCharacters).map((saying) => ({ ...saying, voice })));
  }
  if (!lines.some(canBeSaid)) return { ok: false, why: "nothing-to-say" };
  return { ok: true, lines };
}

/** English voices pass over the letters of other scripts in silence. */
function canBeSaid({ text, voice }: Line): boolean {
  return !/^en\b/.test(voice.language) || /[\p{Script=Latin}\p{N}]/u.test(text);
}

/** Ends a portion with the first paragraph past its length, or with a sentence where a paragraph has no end. */
function portionsOf(lines: readonly Line[]): readonly (readonly Line[])[] {
  const portions: Line[][] = [[]];
  let characters = 0;
  for (const line of lines) {
    portions.at(-1)?.push(line);
    characters += line.text.length;
    const isEnd = line.pauseSeconds >= pauses.paragraph || characters >= 2 * portionCharacters;
    if (characters < portionCharacters || !isEnd) continue;
    portions.push([]);
    characters = 0;
  }
  return portions.filter((portion) => portion.length > 0);
}

async function say(
  speech: Speech,
  lines: readonly Line[],
  { rate = 1, signal, onProgress }: Manner,
): Promise<{ readonly sound: Pcm; readonly lines: readonly TranscriptLine[] }> {
  const sounds: { readonly sampleRateHz: number; readonly samples: Float32Array }[] = [];
  for (const [number, { text, voice }] of lines.entries()) {
    sounds.push(await speech.synthesize({ text, voiceId: voice.id, rate, ...(signal && { signal }) }));
    onProgress?.((number + 1) / lines.length);
  }
  // Engines differ; the finest rate holds for all.
  const sampleRateHz = Math.max(...sounds.map((sound) => sound.sampleRateHz));
  const told: TranscriptLine[] = [];
  let at = 0;
  const samples = sounds.flatMap((sound, number) => {
    const { text = "", pauseSeconds = 0 } = lines[number] ?? {};
    const seconds = sound.samples.length / sound.sampleRateHz;
    told.push(...spokenLines(text, at, seconds));
    at += seconds + pauseSeconds / rate;
    return [
      resampled(sound.samples, sound.sampleRateHz, sampleRateHz),
      silence(pauseSeconds / rate, sampleRateHz),
    ];
  });
  return { sound: { sampleRateHz, channels: [joinSamples(samples)] }, lines: told };
}

function secondsIn(bytes: number): number {
  return (bytes * 8) / (bitrateKbps * 1000);
}

/** One line each: where it begins, a tabulator, what is said. */
function writtenLines(lines: readonly TranscriptLine[]): string {
  return lines.map(({ startSeconds, text }) => `${startSeconds}\t${text}`).join("\n");
}

function readLines(written: string): readonly TranscriptLine[] {
  return written.split("\n").flatMap((line) => {
    const at = line.indexOf("\t");
    return at < 0 ? [] : [{ startSeconds: Number(line.slice(0, at)), text: line.slice(at + 1) }];
  });
}
