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

type StreamWanted = {
  readonly title: string;
  readonly rule: StreamRule;
  readonly ending?: GentleEnding | undefined;
};

/** Makes a stream with a secret of its own. */
export async function makeStream(deps: StreamDeps, wanted: StreamWanted): Promise<StreamMade> {
  const problems = await problemsOfStream(deps, wanted);
  if (problems.length > 0) return { ok: false, why: "bad-rule", problems };
  return { ok: true, stream: await keepNewStream(deps, wanted) };
}

/** Keeps a new stream that plays what another one does, be it that some of that is gone by now. */
export async function keepNewStream(
  deps: Pick<StreamDeps, "streams" | "clock" | "chance" | "liveUpdates">,
  wanted: StreamWanted,
): Promise<Stream> {
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
  return stream;
}

/** 128 bits: nobody guesses it. */
export function newStreamSecret(chance: Chance): StreamSecret {
  return StreamSecret(chance.secret(128));
}
