import type { AudioId } from "../../domain/ids.ts";
import type { CompiledChapter } from "../../domain/stories/compile-story.ts";
import type { Story } from "../../domain/stories/story.ts";
import type { AddDeps } from "../audio/add-audio.ts";
import { dressRecording } from "../speech/dress-recording.ts";
import { notSpokenWords } from "../speech/speak-long-text.ts";
import { speakToLibrary, type Voice } from "../speech/speak-to-library.ts";

export type SayDeps = AddDeps & { readonly voice: Voice | undefined };

export type Said =
  | { readonly ok: true; readonly audioId: AudioId }
  | { readonly ok: false; readonly why: string; readonly hint: string };

/** After a question it is quiet for so long, then it is asked again: time to think, for small children. */
const secondsToThink = 4;

/** The recording of a chapter: the one that was chosen for it, or its text read aloud into the library. */
export async function sayChapter(
  deps: SayDeps,
  { id: madeFor, title: album, author: artist, voice }: Story,
  { title, asks, says }: Pick<CompiledChapter, "title" | "asks" | "says">,
  at: { readonly signal: AbortSignal; readonly onProgress: (share: number) => void },
): Promise<Said> {
  if (says.recording !== undefined) return { ok: true, audioId: says.recording };
  const isQuestion = asks !== undefined;
  const spoken = await speakToLibrary(deps, {
    title,
    text: isQuestion ? `${says.text} [pause ${secondsToThink}]` : says.text,
    voiceId: voice.voiceId,
    speakers: isQuestion ? {} : voice.speakers,
    rate: voice.rate,
    madeFor,
    ...at,
  });
  if (!spoken.ok) {
    const [why, hint] = notSpokenWords[spoken.why];
    return { ok: false, why: `“${title}”: ${why}`, hint };
  }
  await dressRecording(deps, spoken.audio, { album, artist });
  return { ok: true, audioId: spoken.audio.id };
}
