import { expect, test } from "vitest";
import { onEveryTable } from "../../test/on-every-table.ts";
import { trashKeptMs } from "../domain/audio/audio.ts";
import { AudioId, CardId, JobId, StoryId } from "../domain/ids.ts";
import { exampleStory } from "../domain/stories/example-story.ts";
import { isTooLong, type Story } from "../domain/stories/story.ts";
import { createStories } from "./stories.ts";

function aStory(id: string, more: Partial<Story> = {}): Story {
  return {
    ...exampleStory,
    id: StoryId(id),
    sounds: [],
    createdAtMs: Date.UTC(2030, 0, 1),
    changedAtMs: Date.UTC(2030, 0, 1),
    ...more,
  };
}

onEveryTable("stories", (newGround) => {
  test("a story is found as it was written, with everything it may hold", async () => {
    const stories = createStories(newGround().table);
    const [first, ...rest] = exampleStory.passages;
    const passages = [
      {
        name: "A",
        text: "",
        choices: [],
        ...first,
        recording: AudioId("a1"),
        icon: "yoto:#x",
        place: { x: 1.5, y: -2 },
      },
      ...rest,
    ];
    const story = aStory("s1", {
      author: "Ida",
      description: "",
      coverUrl: "https://example.org/fox.png",
      voice: { voiceId: "slt", speakers: { Wolf: "rms" }, rate: 0.9 },
      words: { left: "Links.", right: "Rechts.", other: "Etwas anderes?" },
      passages,
      cardId: CardId("c1"),
      cardOfMs: 7,
      jobId: JobId("j1"),
      sounds: [{ chapter: "cave", mark: "m", audioId: AudioId("a2") }],
    });
    expect(await stories.create(story)).toEqual({ ok: true, version: 1 });
    expect(await stories.create(story)).toEqual({ ok: false });
    expect(await stories.get(story.id)).toEqual({ value: story, version: 1 });
  });

  test("of two who write at once the second is refused", async () => {
    const stories = createStories(newGround().table);
    await stories.create(aStory("s1"));
    expect(await stories.save(aStory("s1", { title: "Mine" }), 1)).toEqual({ ok: true, version: 2 });
    expect(await stories.save(aStory("s1", { title: "Yours" }), 1)).toEqual({ ok: false });
    expect((await stories.get(StoryId("s1")))?.value.title).toBe("Mine");
  });

  test("what lies in the trash is in no list but its own, keeps what it was, and is gone after thirty days", async () => {
    const { table, clock } = newGround();
    const stories = createStories(table);
    await stories.create(aStory("s1"));
    await stories.create(aStory("s2"));
    const trashed = aStory("s1", { trashedAtMs: clock.nowMs() });
    expect((await stories.save(trashed, 1)).ok).toBe(true);
    const idsOf = (page: { readonly records: readonly { readonly value: Story }[] }) =>
      page.records.map(({ value }) => value.id);
    expect(idsOf(await stories.list())).toEqual(["s2"]);
    expect(idsOf(await stories.trash())).toEqual(["s1"]);
    expect(await stories.get(trashed.id)).toBeUndefined();
    expect((await stories.getAny(trashed.id))?.value).toEqual(trashed);
    clock.advance(trashKeptMs - 1000);
    expect(idsOf(await stories.trash())).toEqual(["s1"]);
    clock.advance(2000);
    expect(idsOf(await stories.trash())).toEqual([]);
    expect(await stories.getAny(trashed.id)).toBeUndefined();
    expect(idsOf(await stories.list())).toEqual(["s2"]);
  });

  test("stories are listed page by page, by time", async () => {
    const stories = createStories(newGround().table);
    for (const n of [1, 2, 3]) await stories.create(aStory(`s${n}`, { createdAtMs: n }));
    const first = await stories.list({ limit: 2, backwards: true });
    expect(first.records.map(({ value }) => value.id)).toEqual(["s3", "s2"]);
    const second = await stories.list({
      limit: 2,
      backwards: true,
      ...(first.cursor && { cursor: first.cursor }),
    });
    expect(second.records.map(({ value }) => value.id)).toEqual(["s1"]);
  });

  test("the longest story that may be kept is kept, with a recording for each of a thousand parts", async () => {
    const stories = createStories(newGround().table);
    const text = "Ä".repeat(9_800);
    const passages = Array.from({ length: 13 }, (_, n) => ({ name: `P${n}`, text, choices: [] }));
    expect(isTooLong({ ...exampleStory, passages })).toBe(false);
    expect(isTooLong({ ...exampleStory, passages: [...passages, ...passages] })).toBe(true);
    const sounds = Array.from({ length: 1000 }, (_, n) => ({
      chapter: `a-rather-long-name-${n}`,
      mark: "0123456789abcdef",
      audioId: AudioId("01hzy3p7d9q8k2m4n6v8w0x1ya"),
    }));
    const story = aStory("s1", { passages, sounds });
    expect((await stories.create(story)).ok).toBe(true);
    expect((await stories.get(story.id))?.value.sounds).toHaveLength(1000);
  });
});
