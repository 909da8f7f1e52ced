import type { AudioId, StreamId } from "../domain/ids.ts";
import type { Listening } from "../domain/listening.ts";
import type { Clock } from "../ports/clock.ts";
import type { Listenings } from "../stores/listenings.ts";
import type { Versioned } from "../stores/records.ts";

/** Players ask for the same track again and again; once a minute is often enough to know that they still do. */
const notedAgainAfterMs = 60_000;

/**
 * Remembers what a listener was given, so that it gets the same again. Of two requests at the same moment one may be lost,
 * which does no harm: both were answered from the same state.
 */
export async function noteListening(
  deps: { readonly listenings: Listenings; readonly clock: Clock },
  given: {
    readonly streamId: StreamId;
    readonly listener: string;
    readonly slot: string;
    readonly audioId: AudioId;
    readonly before: Versioned<Listening> | undefined;
  },
): Promise<void> {
  const nowMs = deps.clock.nowMs();
  const { before, slot, audioId } = given;
  const answer = before?.value.answers[slot];
  const same = answer?.audioId === audioId;
  if (same && nowMs - answer.lastAskedAtMs < notedAgainAfterMs) return;
  const listening: Listening = {
    streamId: given.streamId,
    listener: given.listener,
    startedAtMs: before?.value.startedAtMs ?? nowMs,
    lastAskedAtMs: nowMs,
    answers: {
      ...before?.value.answers,
      [slot]: { audioId, firstAskedAtMs: same ? answer.firstAskedAtMs : nowMs, lastAskedAtMs: nowMs },
    },
  };
  if (before === undefined) await deps.listenings.create(listening);
  else await deps.listenings.save(listening, before.version);
}
