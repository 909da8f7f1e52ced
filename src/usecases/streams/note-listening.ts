import type { StreamId } from "../../domain/ids.ts";
import type { EndingGiven } from "../../domain/streams/gentle-ending.ts";
import type { Listening, Progress, SlotAnswer } from "../../domain/streams/listening.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Listenings } from "../../stores/listenings.ts";
import type { Versioned } from "../../stores/records.ts";
import type { Chosen, SlotAsker } from "./choose-for-listener.ts";
import { bookListener } from "./place-in-book.ts";
import { playerListener } from "./who-listens.ts";

/** Players ask for the same track again and again; once a minute is often enough to know that they still do. */
const notedAgainAfterMs = 60_000;

/**
 * Remembers what a listener was given, so that it gets the same again: for where it asked from, for the player if that is
 * known, for the book if it is one. Of two requests at the same moment one may be lost, which does no harm: both were answered
 * from the same state.
 */
export async function noteListening(
  deps: { readonly listenings: Listenings; readonly clock: Clock },
  given: {
    readonly streamId: StreamId;
    readonly asker: SlotAsker;
    readonly chosen: Chosen;
    readonly seconds: number;
    readonly ending?: EndingGiven | undefined;
    /** Where in a book it began. */
    readonly bookPlace?: Progress | undefined;
  },
): Promise<void> {
  const { chosen, asker, streamId, bookPlace, ending } = given;
  const nowMs = deps.clock.nowMs();
  const { audio, fromSeconds, endless, playerId, startedAtMs, progress, before } = chosen;
  const noted = before.from?.value.answers[asker.slot];
  if (chosen.again && noted !== undefined && nowMs - noted.lastAskedAtMs < notedAgainAfterMs) return;
  const answer: SlotAnswer = {
    audio,
    ...(fromSeconds !== undefined && { fromSeconds }),
    ...(endless && { endless }),
    ...(ending && { ending }),
    seconds: given.seconds,
    ...(playerId !== undefined && { playerId }),
    firstAskedAtMs: chosen.again ? (noted?.firstAskedAtMs ?? nowMs) : nowMs,
    lastAskedAtMs: nowMs,
  };
  if (chosen.walk !== undefined)
    return (await import("./note-walk.ts")).noteWalk(deps, { streamId, asker, chosen, answer });
  const write = (
    listener: string,
    record: Versioned<Listening> | undefined,
    more: { readonly progress?: Listening["progress"]; readonly askedFrom?: string },
  ) => {
    const same = record?.value.startedAtMs === startedAtMs;
    const listening: Listening = {
      streamId,
      listener,
      startedAtMs,
      lastAskedAtMs: nowMs,
      answers: { ...(same ? record.value.answers : {}), [asker.slot]: answer },
      progress: { ...record?.value.progress, ...more.progress },
      ...(more.askedFrom !== undefined && { askedFrom: more.askedFrom }),
    };
    return record === undefined
      ? deps.listenings.create(listening)
      : deps.listenings.save(listening, record.version);
  };
  // Whose place it is moves on; where it asked from does so only as long as nobody knows who it is.
  const moved = progress && { progress: { [progress.of]: progress.now } };
  await write(asker.from, before.from, playerId === undefined ? { ...moved } : {});
  if (playerId !== undefined)
    await write(playerListener(playerId), before.player, {
      progress: { ...before.from?.value.progress, ...before.player?.value.progress, ...moved?.progress },
      askedFrom: asker.from,
    });
  if (bookPlace !== undefined && !chosen.again)
    await write(bookListener, before.book, { progress: { [bookListener]: bookPlace } });
}
