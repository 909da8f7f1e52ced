import type { AudioId, YotoAccountId } from "../domain/ids.ts";
import { addAudio } from "../usecases/audio/add-audio.ts";
import { sampleRecordings } from "../usecases/audio/sample-recordings.ts";
import { type MakeCardDeps, makeCard } from "../usecases/cards/make-card.ts";
import type { Voice } from "../usecases/speech/speak-to-library.ts";

type Deps = MakeCardDeps & Parameters<typeof addAudio>[0] & { readonly voice: Voice };

const mostBytes = 50_000_000;

/** Fills an empty library of the demo: two recordings, synthesised on the spot, and a published card. */
export async function seedDemoLibrary(deps: Deps, accountId: YotoAccountId): Promise<void> {
  if ((await deps.audio.list({ limit: 1 })).records.length > 0) return;
  const audio: AudioId[] = [];
  for (const { title, originalName, mp3 } of await sampleRecordings(deps.voice)) {
    const bytes = new Blob([new Uint8Array(mp3)]).stream();
    const added = await addAudio(deps, { bytes, name: originalName, title, maxBytes: mostBytes });
    if (added.ok) audio.push(added.audio.id);
  }
  await makeCard(deps, {
    title: "Welcome",
    description: "Two recordings that your own server made at its first start.",
    chapters: audio.map((audioId) => ({ audioId })),
    accountId,
  });
}
