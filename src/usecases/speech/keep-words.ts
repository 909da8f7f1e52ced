import type { Audio } from "../../domain/audio/audio.ts";
import type { Transcript } from "../../domain/audio/transcript.ts";
import type { AudioId } from "../../domain/ids.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { AudioLibrary } from "../../stores/audio.ts";

/** Keeps what is said in a recording, and says of it that it is known. `undefined`: the recording is gone. */
export async function keepWords(
  deps: { readonly audio: AudioLibrary; readonly liveUpdates: LiveUpdates },
  id: AudioId,
  transcript: Transcript,
): Promise<Audio | undefined> {
  if ((await deps.audio.getAny(id)) === undefined) return undefined;
  await deps.audio.keepTranscript(id, transcript);
  for (;;) {
    const found = await deps.audio.getAny(id);
    if (found === undefined) return undefined;
    const audio = { ...found.value, transcriptBy: transcript.by };
    if (!(await deps.audio.save(audio, found.version)).ok) continue;
    deps.liveUpdates.publish({ of: "audio", audioIds: [id] });
    return audio;
  }
}
