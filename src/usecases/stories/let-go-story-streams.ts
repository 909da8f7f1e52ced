import type { StoryId } from "../../domain/ids.ts";
import type { Stream } from "../../domain/streams/stream.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Scripts } from "../../stores/scripts.ts";
import type { Streams } from "../../stores/streams.ts";
import { mayStandOtherwise, type NeededDeps } from "../audio/needed-audio.ts";
import { type DeleteStreamDeps, deleteStream } from "../streams/change-stream.ts";

/** A card that tells it is being made, or was brought to Yoto anew while somebody listened. */
const restMs = 86_400_000;

type Deps = DeleteStreamDeps &
  Pick<NeededDeps, "cards" | "cardBackups"> & {
    readonly streams: Streams;
    readonly scripts: Scripts;
    readonly clock: Pick<Clock, "nowMs">;
  };

/**
 * Deletes streams that told stories, once no card plays them any more: the story fits on its card itself by now, or somebody was
 * killed while the card was made. Also what a killed deletion left of one. Answers how many streams.
 */
export async function letGoStoryStreams(deps: Deps): Promise<number> {
  for (const id of await deps.scripts.leaving())
    if ((await deps.streams.get(id)) === undefined) await deps.scripts.delete(id);
  const old = await oldStoryStreams(deps);
  if (old.length === 0) return 0;
  const unsure = await storiesUnsure(deps);
  let count = 0;
  for (const { id, rule, changedAtMs } of old) {
    if (rule.kind === "story" && unsure.has(rule.storyId)) continue;
    const deleted = await deleteStream(deps, id, { force: false, ifChangedAtMs: changedAtMs });
    if (deleted.ok) count += 1;
  }
  return count;
}

async function oldStoryStreams({ streams, clock }: Deps): Promise<readonly Stream[]> {
  const old: Stream[] = [];
  let cursor: string | undefined;
  do {
    const page = await streams.list({ limit: 500, ...(cursor !== undefined && { cursor }) });
    const values = page.records.map(({ value }) => value);
    old.push(
      ...values.filter(
        ({ rule, changedAtMs }) => rule.kind === "story" && clock.nowMs() - changedAtMs >= restMs,
      ),
    );
    cursor = page.cursor;
  } while (cursor !== undefined);
  return old;
}

/** Stories of whose cards nobody knows what stands at Yoto, or which stand there since today. */
async function storiesUnsure(deps: Deps): Promise<ReadonlySet<StoryId>> {
  const unsure = new Set<StoryId>();
  for await (const { value: card } of deps.cards.all()) {
    if (card.storyId === undefined) continue;
    const isFresh = card.published !== undefined && deps.clock.nowMs() - card.published.atMs < restMs;
    if (isFresh || (await mayStandOtherwise(deps, card))) unsure.add(card.storyId);
  }
  return unsure;
}
