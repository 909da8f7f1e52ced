import type { AudioId, StreamId } from "../../domain/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { Mailboxes } from "../../stores/mailboxes.ts";

type Deps = {
  readonly mailboxes: Mailboxes;
  readonly clock: Clock;
  readonly liveUpdates?: LiveUpdates | undefined;
  /** Called when nobody has left anything more to hear. */
  readonly allHeard: (streamId: StreamId) => Promise<void>;
};

/** Notes that a player was given a message: the next visit hears the next one. */
export async function hearMessage(deps: Deps, streamId: StreamId, audioId: AudioId): Promise<void> {
  const messages = await deps.mailboxes.messages(streamId);
  const given = messages.find(({ value }) => value.audioId === audioId && value.heardAtMs === undefined);
  if (given === undefined) return;
  await deps.mailboxes.save({ ...given.value, heardAtMs: deps.clock.nowMs() }, given.version);
  deps.liveUpdates?.publish({ of: "streams" });
  const others = messages.filter(({ value }) => value.heardAtMs === undefined && value !== given.value);
  if (others.length === 0) await deps.allHeard(streamId);
}
