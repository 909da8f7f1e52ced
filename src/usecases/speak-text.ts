import { createHash } from "node:crypto";
import { usualLufs } from "../domain/audio/level.ts";
import { joinSamples, type Pcm, silence } from "../domain/audio/pcm.ts";
import { resampled } from "../domain/audio/resample.ts";
import { scriptParts } from "../domain/audio/script.ts";
import { type Saying, sayings } from "../domain/audio/sentences.ts";
import type { AudioFiles } from "../ports/audio-files.ts";
import type { Mp3Encoder } from "../ports/mp3-encoder.ts";
import type { Speech, Voice } from "../ports/speech.ts";

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

/** Canonical MP3 of the text, or why there is none. */
export type Spoken = { readonly ok: true; readonly mp3: Uint8Array; readonly fromCache: boolean } | NotSpoken;

/** A piece and who says it. */
type Line = Saying & { readonly voice: Voice };
type Lines = { readonly ok: true; readonly lines: readonly Line[] } | NotSpoken;

/** Two hours of speech at the usual bit rate. */
const mostCachedBytes = 64_000_000;

/**
 * Speaks a text with a reader's pauses, at the usual loudness. The same text in the same voices, speed and engines is made
 * once and read from `speech/<sha256>.mp3` afterwards.
 */
export async function speakText(deps: Deps, request: SpeakRequest): Promise<Spoken> {
  const { speech, encoder, files } = deps;
  const { rate = 1, signal } = request;
  const found = await linesOf(speech, request);
  if (!found.ok) return found;
  const said = found.lines.map(({ text, pauseSeconds, voice }) => [
    voice.engine,
    voice.id,
    text,
    pauseSeconds,
  ]);
  const facts = JSON.stringify([rate, usualLufs, said]);
  const key = `speech/${createHash("sha256").update(facts).digest("hex")}.mp3`;
  const cached = await files.read(key);
  if (cached !== undefined)
    return { ok: true, mp3: new Uint8Array(await new Response(cached).arrayBuffer()), fromCache: true };

  const sound = await say(speech, found.lines, request);
  const options = { bitrateKbps: 64, targetLufs: usualLufs, ...(signal && { signal }) } as const;
  const mp3 = await encoder.encode(sound, options);
  await files.put(key, new Blob([new Uint8Array(mp3)]).stream(), {
    maxBytes: mostCachedBytes,
    contentType: "audio/mpeg",
  });
  return { ok: true, mp3, fromCache: false };
}

/** The text as sound in memory, not yet leveled. */
export async function speakSound(
  { speech }: Pick<Deps, "speech">,
  request: SpeakRequest,
): Promise<{ readonly ok: true; readonly sound: Pcm } | NotSpoken> {
  const found = await linesOf(speech, request);
  return found.ok ? { ok: true, sound: await say(speech, found.lines, request) } : found;
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
  if (lines.length === 0) return { ok: false, why: "nothing-to-say" };
  return { ok: true, lines };
}

async function say(
  speech: Speech,
  lines: readonly Line[],
  { rate = 1, signal, onProgress }: Pick<SpeakRequest, "rate" | "signal" | "onProgress">,
): Promise<Pcm> {
  const sounds: { readonly sampleRateHz: number; readonly samples: Float32Array }[] = [];
  for (const [number, { text, voice }] of lines.entries()) {
    sounds.push(await speech.synthesize({ text, voiceId: voice.id, rate, ...(signal && { signal }) }));
    onProgress?.((number + 1) / lines.length);
  }
  // Engines differ; the finest rate holds for all.
  const sampleRateHz = Math.max(...sounds.map((sound) => sound.sampleRateHz));
  const samples = sounds.flatMap((sound, at) => [
    resampled(sound.samples, sound.sampleRateHz, sampleRateHz),
    silence((lines[at]?.pauseSeconds ?? 0) / rate, sampleRateHz),
  ]);
  return { sampleRateHz, channels: [joinSamples(samples)] };
}
