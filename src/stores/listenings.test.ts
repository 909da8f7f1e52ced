import { expect, test } from "vitest";
import { onEveryTable } from "../../test/on-every-table.ts";
import { AudioId, StreamId } from "../domain/ids.ts";
import type { Listening } from "../domain/streams/listening.ts";
import { createListenings } from "./listenings.ts";

const startMs = Date.UTC(2030, 0, 1);
const streamId = StreamId("s1");

function aListening(listener: string, more: Partial<Listening> = {}): Listening {
  return {
    streamId,
    listener,
    startedAtMs: startMs,
    lastAskedAtMs: startMs,
    answers: {},
    progress: {},
    ...more,
  };
}

onEveryTable("listenings", (newGround) => {
  test("each listener of a stream has a place of its own", async () => {
    const listenings = createListenings(newGround().table);
    const answer = { audio: [AudioId("a1"), AudioId("a2")], seconds: 3, firstAskedAtMs: 1, lastAskedAtMs: 2 };
    const mine = aListening("y2kitchen", {
      answers: { "01": answer },
      progress: { queue: { last: AudioId("a2"), index: 1, round: 0 } },
    });
    await listenings.create(mine);
    await listenings.create(aListening("y2bedroom"));
    expect(await listenings.create(mine)).toEqual({ ok: false });
    expect(await listenings.get(streamId, "y2kitchen")).toEqual({ value: mine, version: 1 });
    expect(await listenings.save(aListening("y2kitchen"), 1)).toEqual({ ok: true, version: 2 });
    const { records } = await listenings.of(streamId);
    expect(records.map(({ value }) => value.listener)).toEqual(["y2bedroom", "y2kitchen"]);
    await listenings.delete(streamId, "y2bedroom");
    expect((await listenings.of(streamId)).records).toHaveLength(1);
  });

  test("a listener who has not asked for half a year begins anew", async () => {
    const { table, clock } = newGround();
    const listenings = createListenings(table);
    await listenings.create(aListening("y2kitchen"));
    clock.advance(180 * 86_400_000);
    expect(await listenings.get(streamId, "y2kitchen")).toBeUndefined();
    expect(await listenings.create(aListening("y2kitchen"))).toMatchObject({ ok: true });
  });

  test("what was written before audio could be joined is read as one piece", async () => {
    const { table } = newGround();
    const { progress: _, ...old } = aListening("y2kitchen");
    const answers = { "01": { audioId: "a1", firstAskedAtMs: 1, lastAskedAtMs: 2 } };
    await table.put({ pk: "STREAM#s1", sk: "LISTENER#y2kitchen", data: { ...old, answers } });
    expect((await createListenings(table).get(streamId, "y2kitchen"))?.value).toMatchObject({
      answers: { "01": { audio: ["a1"] } },
      progress: {},
    });
  });
});
