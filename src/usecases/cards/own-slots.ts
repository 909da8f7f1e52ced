import type { Card } from "../../domain/cards/card.ts";
import type { AudioId, StreamId } from "../../domain/ids.ts";
import { slotNameAt } from "../../domain/streams/slot-names.ts";
import { audioOfRule } from "../../domain/streams/stream-rule.ts";
import { changeStream } from "../streams/change-stream.ts";
import { makeStream, type StreamDeps } from "../streams/make-stream.ts";

/** The card's own stream with these recordings in it; it never loses one, for earlier versions of the card play it too. */
export async function ownSlots(
  deps: StreamDeps,
  card: Pick<Card, "title" | "ownStreamId">,
  wanted: readonly AudioId[],
): Promise<{ streamId: StreamId | undefined; slotOf: (id: AudioId) => string }> {
  const before =
    card.ownStreamId === undefined ? undefined : (await deps.streams.get(card.ownStreamId))?.value;
  const list = before === undefined ? [] : audioOfRule(before.rule);
  const missing = [...new Set(wanted)].filter((id) => !list.includes(id));
  const audio = [...list, ...missing];
  const slotOf = (id: AudioId) => slotNameAt(audio.indexOf(id));
  if (before?.rule.kind === "fixed-list") {
    if (missing.length > 0) {
      const changed = await changeStream(deps, before.id, { audio });
      if (!changed.ok) return ownSlots(deps, card, wanted);
    }
    return { streamId: before.id, slotOf };
  }
  if (wanted.length === 0) return { streamId: card.ownStreamId, slotOf };
  const fresh = [...new Set(wanted)];
  const made = await makeStream(deps, { title: card.title, rule: { kind: "fixed-list", audio: fresh } });
  if (!made.ok) throw new Error(`A recording went away meanwhile: ${made.problems[0]?.problem ?? ""}`);
  return { streamId: made.stream.id, slotOf: (id) => slotNameAt(fresh.indexOf(id)) };
}
