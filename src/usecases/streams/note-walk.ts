import type { StreamId } from "../../domain/ids.ts";
import type { LiveState } from "../../domain/stories/live-script.ts";
import { type LiveWalk, withTold } from "../../domain/stories/live-walk.ts";
import type { Listening, SlotAnswer } from "../../domain/streams/listening.ts";
import type { Listenings } from "../../stores/listenings.ts";
import type { Versioned } from "../../stores/records.ts";
import type { Chosen, SlotAsker } from "./choose-for-listener.ts";
import { playerListener } from "./who-listens.ts";

type Noted = {
  readonly streamId: StreamId;
  readonly asker: SlotAsker;
  readonly chosen: Chosen;
  readonly answer: SlotAnswer;
};

/**
 * Remembers where in a story a listener is, for the player and for where it asks from. Both ways on may be asked for at one
 * moment, and both are remembered: who plays what it fetched ahead never asks for it again.
 */
export async function noteWalk(
  deps: { readonly listenings: Listenings },
  { streamId, asker, chosen, answer }: Noted,
): Promise<void> {
  const { before, playerId, startedAtMs, walk } = chosen;
  if (walk === undefined) return;
  const write = async (listener: string, found: Versioned<Listening> | undefined, askedFrom?: string) => {
    for (let record = found, isFirst = true; ; isFirst = false) {
      const same = record?.value.startedAtMs === startedAtMs ? record.value : undefined;
      const listening: Listening = {
        streamId,
        listener,
        startedAtMs,
        lastAskedAtMs: answer.lastAskedAtMs,
        answers: { ...same?.answers, [asker.slot]: answer },
        progress: {},
        walk: isFirst ? walk : bothIn(same?.walk, walk),
        ...(askedFrom !== undefined && { askedFrom }),
      };
      const written = record
        ? await deps.listenings.save(listening, record.version)
        : await deps.listenings.create(listening);
      if (written.ok) return;
      record = await deps.listenings.get(streamId, listener);
    }
  };
  await write(asker.from, before.from);
  if (playerId !== undefined) await write(playerListener(playerId), before.player, asker.from);
}

/** What somebody else noted meanwhile of the same walk, and what was told now. */
function bothIn(there: LiveWalk<LiveState> | undefined, now: LiveWalk<LiveState>): LiveWalk<LiveState> {
  const told = now.told.at(-1);
  return there === undefined || told === undefined ? now : withTold(there, told);
}
