import { createHash } from "node:crypto";
import { usualLufs } from "../domain/audio/level.ts";
import { joinSamples, type Pcm, silence } from "../domain/audio/pcm.ts";
import { sayings } from "../domain/audio/sentences.ts";
import type { AudioFiles } from "../ports/audio-files.ts";
import type { Mp3Encoder } from "../ports/mp3-encoder.ts";
import type { Speech } from "../ports/speech.ts";

type Deps = { readonly speech: Speech; readonly encoder: Mp3Encoder; readonly files: AudioFiles };

/** What to say and how. `rate` 1 is the voice's own speed; 0.5–2. */
export type SpeakRequest = {
  readonly text: string;
  readonly voiceId: string;
  readonly rate?: number;
  readonly signal?: AbortSignal;
  /** Called after each piece with the share done, 0–1. */
  readonly onProgress?: (share: number) => void;
};

type NotSpoken = { readonly ok: false; readonly why: "nothing-to-say" | "unknown-voice" };

/** Canonical MP3 of the text, or why there is none. */
export type Spoken = { readonly ok: true; readonly mp3: Uint8Array; readonly fromCache: boolean } | NotSpoken;

/** Two hours of speech at the usual bit rate. */
const mostCachedBytes = 64_000_000;

/**
 * Speaks a text with a reader's pauses, at the usual loudness. The same text in the same voice, speed and engine is made once
 * and read from `speech/<sha256>.mp3` afterwards.
 */
export async function speakText(deps: Deps, request: SpeakRequest): Promise<Spoken> {
  const { speech, encoder, files } = deps;
  const { voiceId, rate = 1, signal } = request;
  const facts = [speech.engine, voiceId, rate, usualLufs, sayings(request.text, speech.maxCharacters)];
  const key = `speech/${createHash("sha256").update(JSON.stringify(facts)).digest("hex")}.mp3`;
  const cached = await files.read(key);
  if (cached !== undefined)
    return { ok: true, mp3: new Uint8Array(await new Response(cached).arrayBuffer()), fromCache: true };

  const said = await speakSound(deps, request);
  if (!said.ok) return said;
  const options = { bitrateKbps: 64, targetLufs: usualLufs, ...(signal && { signal }) } as const;
  const mp3 = await encoder.encode(said.sound, options);
  await files.put(key, new Blob([new Uint8Array(mp3)]).stream(), {
    maxBytes: mostCachedBytes,
    contentType: "audio/mpeg",
  });
  return { ok: true, mp3, fromCache: false };
}

/** The text as sound in memory, not yet leveled. */
export async function speakSound(
  { speech }: Pick<Deps, "speech">,
  { text, voiceId, rate = 1, signal, onProgress }: SpeakRequest,
): Promise<{ readonly ok: true; readonly sound: Pcm } | NotSpoken> {
  const pieces = sayings(text, speech.maxCharacters);
  if (pieces.length === 0) return { ok: false, why: "nothing-to-say" };
  if (!(await speech.voices()).some((voice) => voice.id === voiceId))
    return { ok: false, why: "unknown-voice" };
  let sampleRateHz = 0;
  const samples: Float32Array[] = [];
  for (const [number, piece] of pieces.entries()) {
    const said = await speech.synthesize({ text: piece.text, voiceId, rate, ...(signal && { signal }) });
    ({ sampleRateHz } = said);
    samples.push(said.samples, silence(piece.pauseSeconds / rate, sampleRateHz));
    onProgress?.((number + 1) / pieces.length);
  }
  return { ok: true, sound: { sampleRateHz, channels: [joinSamples(samples)] } };
}
