import { chime, closingNotes, openingNotes } from "../../domain/audio/chime.ts";
import { usualLufs } from "../../domain/audio/level.ts";
import { joinSamples, silence } from "../../domain/audio/pcm.ts";
import { sayings } from "../../domain/audio/sentences.ts";
import type { Mp3Encoder } from "../../ports/mp3-encoder.ts";
import type { Speech } from "../../ports/speech.ts";

type Deps = { readonly speech: Speech; readonly encoder: Mp3Encoder };

/** A recording made by the project itself, free of anybody's rights: canonical MP3. */
export type SampleRecording = {
  readonly title: string;
  readonly originalName: string;
  readonly mp3: Uint8Array;
};

/** What every engine can say in one go. */
const mostCharacters = 500;

const samples = [
  {
    title: "Welcome",
    originalName: "welcome.mp3",
    voiceId: "slt",
    text: `Hello, and welcome to Yoto Smart Stream.

This recording was made on your own computer, just now. It comes from your own server, and nothing else is needed.

Add a recording of your own, put it on a card, and press play. Sleep well, and have fun.`,
  },
  {
    title: "The fox who counted the waves",
    originalName: "the-fox-who-counted-the-waves.mp3",
    voiceId: "awb",
    text: `Once upon a time, a small fox lived by the sea. Every evening he sat on the warm sand and counted the waves. One. Two. Three.

"How many waves are there?" he asked the moon.

"Always one more," said the moon.

The fox thought about that for a long while. Then he smiled, curled up in his tail, and fell asleep. And the sea went on counting.`,
  },
] as const;

/**
 * Makes the two recordings that a first start shows: a welcome and a short story, spoken between chimes, each well under 40
 * seconds. Takes about a second.
 */
export async function sampleRecordings(
  deps: Deps,
  signal?: AbortSignal,
): Promise<readonly SampleRecording[]> {
  const made: SampleRecording[] = [];
  for (const { title, originalName, voiceId, text } of samples)
    made.push({ title, originalName, mp3: await spokenBetweenChimes(deps, text, voiceId, signal) });
  return made;
}

async function spokenBetweenChimes(
  { speech, encoder }: Deps,
  text: string,
  voiceId: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const options = signal === undefined ? {} : { signal };
  const pieces: Float32Array[] = [];
  let sampleRateHz = 0;
  for (const { text: sentence, pauseSeconds } of sayings(text, mostCharacters)) {
    const said = await speech.synthesize({ text: sentence, voiceId, ...options });
    sampleRateHz = said.sampleRateHz;
    pieces.push(said.samples, silence(pauseSeconds, sampleRateHz));
  }
  pieces.unshift(chime(openingNotes, sampleRateHz), silence(0.2, sampleRateHz));
  pieces.push(chime(closingNotes, sampleRateHz));
  return encoder.encode(
    { sampleRateHz, channels: [joinSamples(pieces)] },
    { bitrateKbps: 64, targetLufs: usualLufs, ...options },
  );
}
