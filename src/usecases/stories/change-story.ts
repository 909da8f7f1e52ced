import { StoryId } from "../../domain/ids.ts";
import { isTooLong, type Story, type StoryText } from "../../domain/stories/story.ts";
import type { Chance } from "../../ports/chance.ts";
import type { Clock } from "../../ports/clock.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { Stories } from "../../stores/stories.ts";
import { findingsIn, lookOverStory, type StoryLook, type StoryLookDeps } from "./look-over-story.ts";

export type StoryChangeDeps = {
  readonly stories: Stories;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly liveUpdates: LiveUpdates;
};

export type StoryMade =
  | { readonly ok: true; readonly story: Story; readonly look: StoryLook }
  | { readonly ok: false; readonly why: "too-large" };

/** Keeps a new story, looked over. */
export async function makeStory(deps: StoryChangeDeps & StoryLookDeps, text: StoryText): Promise<StoryMade> {
  if (isTooLong(text)) return { ok: false, why: "too-large" };
  const look = await lookOverStory(deps, text);
  const nowMs = deps.clock.nowMs();
  const id = StoryId(deps.chance.id().toLowerCase());
  const findings = findingsIn(look);
  const story: Story = { ...text, id, sounds: [], findings, createdAtMs: nowMs, changedAtMs: nowMs };
  await deps.stories.create(story);
  deps.liveUpdates.publish({ of: "stories" });
  return { ok: true, story, look };
}

export type StoryChanged =
  | { readonly ok: true; readonly story: Story; readonly look: StoryLook }
  | { readonly ok: false; readonly why: "not-found" | "changed-meanwhile" | "too-large" };

/**
 * Writes a story anew, whole; its card and recordings stay. `ifChangedAtMs` refuses when somebody else changed it meanwhile.
 * Flaws are kept too: a story is written bit by bit.
 */
export async function changeStory(
  deps: StoryChangeDeps & StoryLookDeps,
  id: StoryId,
  text: StoryText,
  ifChangedAtMs?: number,
): Promise<StoryChanged> {
  if (isTooLong(text)) return { ok: false, why: "too-large" };
  const look = await lookOverStory(deps, text);
  for (;;) {
    const found = await deps.stories.get(id);
    if (found === undefined) return { ok: false, why: "not-found" };
    const { cardId, cardOfMs, jobId, sounds, replaced, createdAtMs } = found.value;
    const { changedAtMs: before } = found.value;
    if (ifChangedAtMs !== undefined && before !== ifChangedAtMs)
      return { ok: false, why: "changed-meanwhile" };
    // Two changes in one millisecond are two changes.
    const changedAtMs = Math.max(deps.clock.nowMs(), before + 1);
    const story: Story = {
      ...text,
      id,
      ...(cardId && { cardId }),
      ...(cardOfMs !== undefined && { cardOfMs }),
      ...(jobId && { jobId }),
      sounds,
      ...(replaced && { replaced }),
      findings: findingsIn(look),
      createdAtMs,
      changedAtMs,
    };
    // Lost to the job that makes its card: what that notes is not what its author wrote.
    if (!(await deps.stories.save(story, found.version)).ok) continue;
    deps.liveUpdates.publish({ of: "stories" });
    return { ok: true, story, look };
  }
}

/** Puts a story into the trash, where it can be had back for thirty days; the card that was made of it and its recordings stay. */
export async function deleteStory(
  deps: StoryChangeDeps,
  id: StoryId,
  ifChangedAtMs?: number,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly why: "not-found" | "changed-meanwhile" }> {
  for (;;) {
    const found = await deps.stories.get(id);
    if (found === undefined) return { ok: false, why: "not-found" };
    if (ifChangedAtMs !== undefined && found.value.changedAtMs !== ifChangedAtMs)
      return { ok: false, why: "changed-meanwhile" };
    const trashed: Story = { ...found.value, trashedAtMs: deps.clock.nowMs() };
    if (!(await deps.stories.save(trashed, found.version)).ok) continue;
    deps.liveUpdates.publish({ of: "stories" });
    return { ok: true };
  }
}

/** Takes a story out of the trash: it is as it was, with its card if that is still there. `undefined`: it is gone for good. */
export async function restoreStory(
  deps: Pick<StoryChangeDeps, "stories" | "liveUpdates">,
  id: StoryId,
): Promise<Story | undefined> {
  return noteOnStory(deps, id, ({ trashedAtMs: _, ...story }) => story);
}

/** Deletes for good what lies in the trash; its card and its recordings stay. `false`: no such story lies there (any more). */
export async function deleteStoryForGood(
  deps: Pick<StoryChangeDeps, "stories" | "liveUpdates">,
  id: StoryId,
): Promise<boolean> {
  for (;;) {
    const found = await deps.stories.getAny(id);
    if (found?.value.trashedAtMs === undefined) return false;
    // Whom somebody takes out of the trash this very moment stays.
    if (!(await deps.stories.delete(id, found.version))) continue;
    deps.liveUpdates.publish({ of: "stories" });
    return true;
  }
}

/** Notes something of a story, be it in the trash, that its author did not write, whoever else writes meanwhile. `undefined`: it is gone. */
export async function noteOnStory(
  deps: Pick<StoryChangeDeps, "stories" | "liveUpdates">,
  id: StoryId,
  note: (story: Story) => Story,
): Promise<Story | undefined> {
  for (;;) {
    const found = await deps.stories.getAny(id);
    if (found === undefined) return undefined;
    const after = note(found.value);
    if (!(await deps.stories.save(after, found.version)).ok) continue;
    deps.liveUpdates.publish({ of: "stories" });
    return after;
  }
}
