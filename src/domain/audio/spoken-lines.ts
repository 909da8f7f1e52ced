import { sentencesOf } from "./sentences.ts";
import type { TranscriptLine } from "./transcript.ts";

/** The sentences of something that was said in one go, each where it begins: by its share of the letters. */
export function spokenLines(text: string, startSeconds: number, seconds: number): readonly TranscriptLine[] {
  const sentences = sentencesOf(text);
  const letters = sentences.reduce((sum, sentence) => sum + sentence.length, 0);
  let before = 0;
  return sentences.map((sentence) => {
    const at = startSeconds + (seconds * before) / Math.max(1, letters);
    before += sentence.length;
    return { startSeconds: Math.round(at * 100) / 100, text: sentence };
  });
}

/** How long a voice takes for a text of so many characters at its usual speed, about; pauses included. */
export function secondsToSpeak(characters: number, rate = 1): number {
  return characters / charactersASecond / rate;
}

/** Measured with the voices that are built in, reading English stories. */
const charactersASecond = 14;
