import { StreamId, StreamSecret } from "../../domain/ids.ts";
import type { GentleEnding } from "../../domain/streams/gentle-ending.ts";
import type { Stream } from "../../domain/streams/stream.ts";
import type { StreamRule } from "../../domain/streams/stream-rule.ts";
import type { Chance } from "../../ports/chance.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import type { Feeds } from "../../stores/feeds.ts";
import type { Streams } from "../../stores/streams.ts";
import { problemsOfStream, type RuleProblem } from "../house-rules/check-rule.ts";

export type StreamDeps = {
  readonly streams: Streams;
  readonly audio: AudioLibrary;
  readonly feeds: Pick<Feeds, "get">;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly liveUpdates: LiveUpdates;
};

export type StreamMade =
  | { readonly ok: true; readonly stream: Stream }
  | { readonly ok: false; readonly why: "bad-rule"; readonly problems: readonly RuleProblem[] };

/** Makes a stream with a secret of its own. */
export async function makeStream(
  deps: StreamDeps,
  wanted: {
    readonly title: string;
    readonly rule: StreamRule;
    readonly ending?: GentleEnding | undefined;
  },
): Promise<StreamMade> {
  const problems = await problemsOfStream(deps, wanted);
  if (problems.length > 0) return { ok: false, why: "bad-rule", problems };
  const nowMs = deps.clock.nowMs();
  const stream: Stream = {
    id: StreamId(deps.chance.id()),
    title: wanted.title,
    secret: newStreamSecret(deps.chance),
    rule: wanted.rule,
    ...(wanted.ending && { ending: wanted.ending }),
    createdAtMs: nowMs,
    changedAtMs: nowMs,
  };
  await deps.streams.create(stream);
  deps.liveUpdates.publish({ of: "streams" });
  return { ok: true, stream };
}

/** 128 bits: nobody guesses it. */
export function newStreamSecret(chance: Chance): StreamSecret {
  return StreamSecret(chance.secret(128));
}
