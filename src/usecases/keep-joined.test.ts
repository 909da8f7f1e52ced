import { expect, test } from "vitest";
import { createMemoryAudioFiles } from "../adapters/memory/audio-files.ts";
import { silentLog } from "../adapters/memory/log.ts";
import { byteMapOf } from "../domain/byte-map.ts";
import type { AudioFiles } from "../ports/audio-files.ts";
import { createJoinedFiles } from "./keep-joined.ts";

/** Files as on AWS: each behind an address. */
function elsewhere() {
  const inner = createMemoryAudioFiles();
  let writes = 0;
  const files: AudioFiles = {
    ...inner,
    async locate(key, ttl) {
      const place = await inner.locate(key, ttl);
      return place && { at: "url", url: new URL(`https://files.example/${key}`), bytes: place.bytes };
    },
    put(...given) {
      writes++;
      return inner.put(...given);
    },
  };
  const add = (key: string, text: string) =>
    inner.put(key, new Blob([text]).stream(), { maxBytes: 1000, contentType: "audio/mpeg" });
  return { files, inner, add, writes: () => writes };
}

const map = byteMapOf([
  { key: "audio/a.mp3", fileStart: 2, bytes: 3 },
  { key: "audio/b.mp3", bytes: 2 },
]);

test("many who ask at once are sent to one file, written once, with the bytes in their order", async () => {
  const { files, inner, add, writes } = elsewhere();
  await add("audio/a.mp3", "..one");
  await add("audio/b.mp3", "2!");
  const joined = createJoinedFiles({ files, log: silentLog });
  const urls = await Promise.all([1, 2, 3].map(() => joined.urlOf({ map, codec: "mp3" }, 60)));
  expect(new Set(urls.map(String)).size).toBe(1);
  expect(writes()).toBe(1);
  const key = urls[0]?.pathname.slice(1) ?? "";
  expect(await new Response((await inner.read(key)) ?? null).text()).toBe("one2!");
  await createJoinedFiles({ files, log: silentLog }).urlOf({ map, codec: "mp3" }, 60);
  expect(writes()).toBe(1);
});

test("a piece that is gone leaves nothing half written", async () => {
  const { files, inner, add } = elsewhere();
  await add("audio/a.mp3", "..one");
  const joined = createJoinedFiles({ files, log: silentLog });
  await expect(joined.urlOf({ map, codec: "mp3" }, 60)).rejects.toThrow("audio/b.mp3");
  expect((await inner.list("")).map(({ key }) => key)).toEqual(["audio/a.mp3"]);
});

test("what is too long to be written while a player waits is not begun", async () => {
  const { files, writes } = elsewhere();
  const long = byteMapOf([{ key: "audio/a.mp3", bytes: 10 ** 9 }]);
  expect(
    await createJoinedFiles({ files, log: silentLog }).urlOf({ map: long, codec: "mp3" }, 60),
  ).toBeUndefined();
  expect(writes()).toBe(0);
});
