import type { AudioId } from "../../domain/ids.ts";
import { type Picked, pick } from "../../domain/streams/pick.ts";
import type { Stream } from "../../domain/streams/stream.ts";
import { audioOfRule } from "../../domain/streams/stream-rule.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import { type RuleCandidateDeps, ruleCandidates } from "./rule-candidates.ts";

/** Picks, and once more without the pieces that turn out to be gone. */
export async function pickPresent(
  deps: RuleCandidateDeps & { readonly audio: AudioLibrary },
  stream: Stream,
  slot: string,
  facts: Parameters<typeof pick>[2],
): Promise<Picked | undefined> {
  if (stream.rule.kind === "story")
    return (await import("./pick-in-story.ts")).pickInStory(deps, stream.id, slot, facts);
  const found = await ruleCandidates(deps, stream, facts);
  const picked = pick(stream, slot, { ...facts, found });
  if (picked === undefined) return undefined;
  const missing = await missingOf(deps, picked.audio);
  if (missing.size === 0) return picked;
  const again = pick(stream, slot, {
    ...facts,
    found,
    missing: await missingOf(deps, audioOfRule(stream.rule)),
  });
  return again?.audio.some((id) => missing.has(id)) === true ? undefined : again;
}

async function missingOf(
  deps: { readonly audio: AudioLibrary },
  wanted: readonly AudioId[],
): Promise<ReadonlySet<AudioId>> {
  const present = new Set((await deps.audio.getMany([...new Set(wanted)])).map(({ value }) => value.id));
  return new Set(wanted.filter((id) => !present.has(id)));
}
