import type { AudioId, StreamId } from "../../domain/ids.ts";
import { scriptOf } from "../../domain/stories/live-script.ts";
import type { Story } from "../../domain/stories/story.ts";
import type { Stream } from "../../domain/streams/stream.ts";
import type { StreamRule } from "../../domain/streams/stream-rule.ts";
import type { Scripts } from "../../stores/scripts.ts";
import { problemsOfStream } from "../house-rules/check-rule.ts";
import { changeStream } from "../streams/change-stream.ts";
import { makeStream, type StreamDeps } from "../streams/make-stream.ts";

/** As long as a record may be, less what stands around it. */
const mostScriptBytes = 340_000;

/**
 * Makes the stream that tells a story slot by slot, or gives the one that is there what the story says now; who is in the middle
 * of it goes on from there. `made`: the recording of everything that is said, by its key, the beginning first.
 */
export async function keepLiveStream(
  deps: StreamDeps & { readonly scripts: Scripts },
  id: StreamId | undefined,
  story: Story,
  made: ReadonlyMap<string, AudioId>,
): Promise<
  { readonly ok: true; readonly stream: Stream } | { readonly ok: false; readonly problem: string }
> {
  const rule: StreamRule = { kind: "story", storyId: story.id, audio: [...new Set(made.values())] };
  const script = scriptOf(story, made);
  if (new TextEncoder().encode(JSON.stringify(script)).length > mostScriptBytes)
    return { ok: false, problem: "This story has more ways than can be kept. Make two stories of it." };
  const [problem] = await problemsOfStream(deps, { rule });
  if (problem !== undefined) return { ok: false, problem: problem.problem };
  for (;;) {
    const there = id === undefined ? undefined : (await deps.streams.get(id))?.value;
    if (there === undefined) {
      const stream = await makeStream(deps, { title: story.title, rule });
      if (!stream.ok) return { ok: false, problem: stream.problems[0]?.problem ?? "" };
      await deps.scripts.save({ ...script, streamId: stream.stream.id });
      return stream;
    }
    await deps.scripts.save({ ...script, streamId: there.id });
    const changed = await changeStream(deps, there.id, { title: story.title, rule });
    if (changed.ok) return changed;
    // Deleted meanwhile: what we have just written would be left over.
    if (changed.why === "not-found") await deps.scripts.delete(there.id);
    if (changed.why === "bad-rule") return { ok: false, problem: changed.problems[0]?.problem ?? "" };
  }
}
