import type { AudioId, CardId, StreamId } from "../../domain/ids.ts";
import type { GentleEnding } from "../../domain/streams/gentle-ending.ts";
import type { Stream } from "../../domain/streams/stream.ts";
import { hasList, type StreamRule } from "../../domain/streams/stream-rule.ts";
import type { Cards } from "../../stores/cards.ts";
import type { Scripts } from "../../stores/scripts.ts";
import { type AudioUse, cardsPlaying } from "../audio/find-audio-use.ts";
import { problemsOfStream, type RuleProblem } from "../house-rules/check-rule.ts";
import { newStreamSecret, type StreamDeps } from "./make-stream.ts";

export type StreamChanged =
  | { readonly ok: true; readonly stream: Stream }
  | { readonly ok: false; readonly why: "not-found" | "changed-meanwhile" }
  | { readonly ok: false; readonly why: "bad-rule"; readonly problems: readonly RuleProblem[] };

/**
 * What to change. `audio` replaces the list of a rule that has one, and keeps how it is played; `newSecret` silences every card
 * that carries the old address.
 */
export type StreamChange = {
  readonly title?: string | undefined;
  readonly rule?: StreamRule | undefined;
  readonly audio?: readonly AudioId[] | undefined;
  /** `null`: none any more. */
  readonly ending?: GentleEnding | null | undefined;
  readonly newSecret?: boolean;
};

/**
 * Changes what a stream plays or is called. Cards keep their addresses: they play the new list from the next track on.
 * `ifChangedAtMs` refuses when somebody else changed it meanwhile.
 */
export async function changeStream(
  deps: StreamDeps,
  id: StreamId,
  change: StreamChange,
  ifChangedAtMs?: number,
): Promise<StreamChanged> {
  const found = await deps.streams.get(id);
  if (found === undefined) return { ok: false, why: "not-found" };
  if (ifChangedAtMs !== undefined && found.value.changedAtMs !== ifChangedAtMs)
    return { ok: false, why: "changed-meanwhile" };
  const rule = ruleAfter(found.value.rule, change);
  if (rule === undefined) {
    const problem = "This stream has no one list of recordings: send its whole rule.";
    return { ok: false, why: "bad-rule", problems: [{ field: "audio", problem }] };
  }
  if (found.value.rule.kind === "story" && rule.kind !== "story") {
    const problem = "This stream tells a story. Change the story, and make its card again.";
    return { ok: false, why: "bad-rule", problems: [{ field: "rule", problem }] };
  }
  const { ending: before, ...rest } = found.value;
  const ending = change.ending === undefined ? before : (change.ending ?? undefined);
  const same = rule === rest.rule && ending === before;
  const problems = same ? [] : await problemsOfStream(deps, { rule, ending });
  if (problems.length > 0) return { ok: false, why: "bad-rule", problems };
  const stream: Stream = {
    ...rest,
    ...(ending && { ending }),
    title: change.title ?? found.value.title,
    rule,
    secret: change.newSecret === true ? newStreamSecret(deps.chance) : found.value.secret,
    changedAtMs: deps.clock.nowMs(),
  };
  if (!(await deps.streams.save(stream, found.version)).ok) return { ok: false, why: "changed-meanwhile" };
  deps.liveUpdates.publish({ of: "streams" });
  return { ok: true, stream };
}

function ruleAfter(before: StreamRule, { rule, audio }: StreamChange): StreamRule | undefined {
  if (rule !== undefined || audio === undefined) return rule ?? before;
  return hasList(before) ? { ...before, audio } : undefined;
}

export type StreamDeleted =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: "not-found" | "changed-meanwhile" }
  | { readonly ok: false; readonly why: "in-use"; readonly cards: AudioUse["cards"] };

export type DeleteStreamDeps = Pick<StreamDeps, "streams" | "liveUpdates"> & {
  readonly cards: Pick<Cards, "all">;
  readonly scripts: Pick<Scripts, "delete" | "noteLeaving">;
};

/**
 * Deletes a stream; cards that play it fall silent, so what cards play needs `force`. `ifChangedAtMs` refuses when somebody changed
 * it meanwhile, whose work would be gone with it.
 */
export async function deleteStream(
  deps: DeleteStreamDeps,
  id: StreamId,
  how: {
    readonly force: boolean;
    readonly ifChangedAtMs?: number | undefined;
    /** It goes with this card. */
    readonly with?: CardId;
  },
): Promise<StreamDeleted> {
  const { force, ifChangedAtMs } = how;
  for (;;) {
    const found = await deps.streams.get(id);
    if (found === undefined) return { ok: false, why: "not-found" };
    if (ifChangedAtMs !== undefined && found.value.changedAtMs !== ifChangedAtMs)
      return { ok: false, why: "changed-meanwhile" };
    const cards = force ? [] : await cardsPlaying(deps, new Set([id]), how.with);
    if (cards.length > 0) return { ok: false, why: "in-use", cards };
    const isStory = found.value.rule.kind === "story";
    if (isStory) await deps.scripts.noteLeaving(id);
    // Whoever publishes a card writes the streams on it once more: then we look again.
    if (!(await deps.streams.delete(id, found.version))) continue;
    if (isStory) await deps.scripts.delete(id);
    break;
  }
  deps.liveUpdates.publish({ of: "streams" });
  return { ok: true };
}
