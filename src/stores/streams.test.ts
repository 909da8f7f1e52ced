import { expect, test } from "vitest";
import { onEveryTable } from "../../test/on-every-table.ts";
import { AudioId, StreamId, StreamSecret } from "../domain/ids.ts";
import type { Stream } from "../domain/streams/stream.ts";
import { createStreams } from "./streams.ts";

function aStream(id: string, more: Partial<Stream> = {}): Stream {
  return {
    id: StreamId(id),
    title: "Bedtime",
    secret: StreamSecret(`secret-of-${id}`),
    rule: { kind: "fixed-list", audio: [AudioId("a1"), AudioId("a2")] },
    createdAtMs: Date.UTC(2030, 0, 1),
    changedAtMs: Date.UTC(2030, 0, 1),
    ...more,
  };
}

onEveryTable("streams", (newGround) => {
  test("a stream is found by id and by its secret", async () => {
    const streams = createStreams(newGround().table);
    const stream = aStream("s1");
    expect(await streams.create(stream)).toEqual({ ok: true, version: 1 });
    expect(await streams.create(stream)).toEqual({ ok: false });
    expect(await streams.get(stream.id)).toEqual({ value: stream, version: 1 });
    expect(await streams.bySecret(stream.secret)).toEqual({ value: stream, version: 1 });
    expect(await streams.bySecret(StreamSecret("guess"))).toBeUndefined();
  });

  test("a new secret silences the old one", async () => {
    const streams = createStreams(newGround().table);
    const [old, young] = [aStream("s1"), aStream("s1", { secret: StreamSecret("young") })];
    await streams.create(old);
    expect(await streams.save(young, 1)).toEqual({ ok: true, version: 2 });
    expect(await streams.bySecret(old.secret)).toBeUndefined();
    expect((await streams.bySecret(young.secret))?.value.id).toBe("s1");
  });

  test("a change that is refused leaves the secret that was", async () => {
    const streams = createStreams(newGround().table);
    await streams.create(aStream("s1"));
    await streams.save(aStream("s1", { title: "New" }), 1);
    expect(await streams.save(aStream("s1", { secret: StreamSecret("late") }), 1)).toEqual({ ok: false });
    expect(await streams.bySecret(StreamSecret("late"))).toBeUndefined();
    expect((await streams.bySecret(StreamSecret("secret-of-s1")))?.value.title).toBe("New");
  });

  test("of two who replace the secret at once the winner's opens and the loser's does not", async () => {
    const streams = createStreams(newGround().table);
    await streams.create(aStream("s1"));
    const secrets = ["x", "y", "z"].map(StreamSecret);
    const answers = await Promise.all(secrets.map((secret) => streams.save(aStream("s1", { secret }), 1)));
    for (const [n, secret] of secrets.entries())
      expect((await streams.bySecret(secret)) !== undefined).toBe(answers[n]?.ok);
    expect(await streams.bySecret(StreamSecret("secret-of-s1"))).toBeUndefined();
  });

  test("a deleted stream opens no more, neither by id nor by secret", async () => {
    const streams = createStreams(newGround().table);
    await streams.create(aStream("s1"));
    await streams.delete(StreamId("s1"));
    await streams.delete(StreamId("s1"));
    expect(await streams.get(StreamId("s1"))).toBeUndefined();
    expect(await streams.bySecret(StreamSecret("secret-of-s1"))).toBeUndefined();
  });

  test("they are listed by when they were made", async () => {
    const streams = createStreams(newGround().table);
    for (const [n, id] of ["c", "a", "b"].entries()) await streams.create(aStream(id, { createdAtMs: n }));
    const { records } = await streams.list({ backwards: true });
    expect(records.map(({ value }) => value.id)).toEqual(["b", "a", "c"]);
  });
});
