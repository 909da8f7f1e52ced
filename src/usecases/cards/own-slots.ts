import type { Card } from "../../domain/cards/card.ts";
import type { AudioId, StreamId } from "../../domain/ids.ts";
import { slotNameAt } from "../../domain/streams/slot-names.ts";
import type { Stream } from "../../domain/streams/stream.ts";
import { audioOfRule } from "../../domain/streams/stream-rule.ts";
import { makeStream, type StreamDeps } from "../streams/make-stream.ts";

/** The card's own stream with these recordings in it; it never loses one, for earlier versions of the card play it too. */
export async function ownSlots(
  deps: StreamDeps,
  card: Pick<Card, "title" | "ownStreamId">,
  wanted: readonly AudioId[],
): Promise<{ streamId: StreamId | undefined; slotOf: (id: AudioId) => string }> {
  const found = card.ownStreamId === undefined ? undefined : await deps.streams.get(card.ownStreamId);
  const before = found?.value;
  const list = before === undefined ? [] : audioOfRule(before.rule);
  const missing = [...new Set(wanted)].filter((id) => !list.includes(id));
  const audio = [...list, ...missing];
  const slotOf = (id: AudioId) => slotNameAt(audio.indexOf(id));
  if (found !== undefined && before?.rule.kind === "fixed-list") {
    if (missing.length > 0) {
      // Of what is in it already, some may be gone by now: only what is new must be there.
      const there = await deps.audio.getMany(missing);
      if (there.length < missing.length) throw wentAway(missing);
      const changedAtMs = deps.clock.nowMs();
      const after: Stream = { ...before, rule: { kind: "fixed-list", audio }, changedAtMs };
      if (!(await deps.streams.save(after, found.version)).ok) return ownSlots(deps, card, wanted);
      deps.liveUpdates.publish({ of: "streams" });
    }
    return { streamId: before.id, slotOf };
  }
  if (wanted.length === 0) return { streamId: card.ownStreamId, slotOf };
  const fresh = [...new Set(wanted)];
  const made = await makeStream(deps, { title: card.title, rule: { kind: "fixed-list", audio: fresh } });
  if (!made.ok) throw wentAway(fresh);
  return { streamId: made.stream.id, slotOf: (id) => slotNameAt(fresh.indexOf(id)) };
}

function wentAway(ids: readonly AudioId[]): Error {
  return new Error(`A recording of these went away meanwhile: ${ids.join(", ")}. Try again without it`);
}
