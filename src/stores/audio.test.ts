import { expect, test } from "vitest";
import { onEveryTable } from "../../test/on-every-table.ts";
import type { Audio } from "../domain/audio/audio.ts";
import { AudioId } from "../domain/ids.ts";
import { createAudioLibrary } from "./audio.ts";
import { gather } from "./records.ts";

function anAudio(id: string, more: Partial<Audio> = {}): Audio {
  return {
    id: AudioId(id),
    title: `Title of ${id}`,
    originalName: "Story.mp3",
    fileKey: `audio/${id}.mp3`,
    bytes: 417_959,
    seconds: 26.12,
    sha256: `sha-of-${id}`,
    format: { codec: "mp3", sampleRateHz: 44_100, channels: "mono", bitrateKbps: 128, constantBitrate: true },
    index: { frames: 1000, samplesPerFrame: 1152, bytes: 417_959, places: { by: "padding", phase: 0 } },
    addedAtMs: Date.UTC(2030, 0, 1),
    tags: ["bedtime"],
    ...more,
  };
}

onEveryTable("the audio library", (newGround) => {
  test("audio comes back whole, by id, by content and in a row", async () => {
    const library = createAudioLibrary(newGround());
    const table = { by: "table", framesPerPoint: 64, offsets: [0, 26_749] } as const;
    const one = anAudio("a1", { index: { ...anAudio("a1").index, places: table }, artist: "Grandma" });
    expect(await library.add(one)).toEqual({ ok: true, version: 1 });
    await library.add(anAudio("a2"));
    expect(await library.get(one.id)).toStrictEqual({ value: one, version: 1 });
    expect((await library.bySha256("sha-of-a1"))?.value.id).toBe("a1");
    expect(await library.bySha256("sha-of-none")).toBeUndefined();
    const many = await library.getMany(["a2", "none", "a1"].map(AudioId));
    expect(many.map(({ value }) => value.id)).toEqual(["a2", "a1"]);
  });

  test("the same sound twice is one, also when it comes many times at once", async () => {
    const library = createAudioLibrary(newGround());
    const answers = await Promise.all(
      ["a1", "a2", "a3", "a4"].map((id) => library.add(anAudio(id, { sha256: "same" }))),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const kept = (await library.bySha256("same"))?.value.id;
    for (const answer of answers) if (!answer.ok) expect(answer.sameAs).toBe(kept);
    expect((await library.list()).records).toHaveLength(1);
    expect(await library.add(anAudio("a9", { sha256: "same" }))).toEqual({ ok: false, sameAs: kept });
  });

  test("deleted audio is gone and may come again", async () => {
    const library = createAudioLibrary(newGround());
    await library.add(anAudio("a1", { sha256: "same" }));
    await library.delete(AudioId("a1"));
    expect(await library.get(AudioId("a1"))).toBeUndefined();
    expect(await library.bySha256("same")).toBeUndefined();
    expect(await library.add(anAudio("a2", { sha256: "same" }))).toMatchObject({ ok: true });
    await library.delete(AudioId("a1"));
    expect((await library.bySha256("same"))?.value.id).toBe("a2");
  });

  test("a claim left by a crash between the two writes gives way after a minute", async () => {
    const { table, ...ground } = newGround();
    let crash = true;
    const crashing = {
      ...table,
      put: async (...write: Parameters<typeof table.put>) => {
        if (crash && write[0].sk === "META") throw new Error("the power went");
        return table.put(...write);
      },
    };
    const library = createAudioLibrary({ ...ground, table: crashing });
    await expect(library.add(anAudio("a1", { sha256: "same" }))).rejects.toThrow("the power went");
    crash = false;
    expect(await library.bySha256("same")).toBeUndefined();
    expect(await library.add(anAudio("a2", { sha256: "same" }))).toEqual({ ok: false, sameAs: "a1" });
    ground.clock.advance(60_000);
    expect(await library.add(anAudio("a2", { sha256: "same" }))).toMatchObject({ ok: true });
  });

  test("it is listed by when it came, paged both ways, and all together", async () => {
    const library = createAudioLibrary(newGround());
    for (const [n, id] of ["c", "a", "b"].entries()) await library.add(anAudio(id, { addedAtMs: n * 1000 }));
    const newest = await library.list({ backwards: true, limit: 2 });
    expect(newest.records.map(({ value }) => value.id)).toEqual(["b", "a"]);
    const rest = await library.list({ backwards: true, limit: 2, cursor: newest.cursor ?? "" });
    expect(rest.records.map(({ value }) => value.id)).toEqual(["c"]);
    expect((await gather(library.all())).map(({ value }) => value.id)).toEqual(["c", "a", "b"]);
  });

  test("what is said of it changes by version", async () => {
    const library = createAudioLibrary(newGround());
    await library.add(anAudio("a1"));
    expect(await library.save(anAudio("a1", { title: "New" }), 1)).toEqual({ ok: true, version: 2 });
    expect(await library.save(anAudio("a1", { title: "Late" }), 1)).toEqual({ ok: false });
    expect((await library.get(AudioId("a1")))?.value.title).toBe("New");
  });
});
