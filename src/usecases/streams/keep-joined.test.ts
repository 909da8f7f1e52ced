import { expect, test } from "vitest";
import { silentMp3 } from "../../../test/http/an-app.ts";
import { createMemoryAudioFiles } from "../../adapters/memory/audio-files.ts";
import { silentLog } from "../../adapters/memory/log.ts";
import { byteMapOf } from "../../domain/audio/byte-map.ts";
import { lowerGain } from "../../domain/audio/lower-gain.ts";
import { frameBytesOf, wordAt } from "../../domain/audio/mp3-frame.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
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

test("an ending is written as it is heard: quieter from run to run, and a file of its own", async () => {
  const { files, inner } = elsewhere();
  const sound = silentMp3(2);
  await inner.put("audio/a.mp3", new Blob([sound]).stream(), { maxBytes: 1e6, contentType: "audio/mpeg" });
  const frame = frameBytesOf(wordAt(sound, 0));
  const [loud, faded] = [0, 3].map((steps) =>
    byteMapOf([
      { key: "audio/a.mp3", bytes: frame },
      { key: "audio/a.mp3", fileStart: frame, bytes: frame * 2, ...(steps > 0 && { quieter: steps }) },
    ]),
  );
  if (loud === undefined || faded === undefined) throw new Error("two maps");
  const joined = createJoinedFiles({ files, log: silentLog });
  const keys = [];
  for (const map of [loud, faded])
    keys.push((await joined.urlOf({ map, codec: "mp3" }, 60))?.pathname.slice(1) ?? "");
  expect(keys[0]).not.toBe(keys[1]);
  const heard = await new Response((await inner.read(keys[1] ?? "")) ?? null).bytes();
  const wanted = Uint8Array.from(sound.subarray(0, frame * 3));
  lowerGain(wanted.subarray(frame), 3);
  expect(Buffer.from(heard).equals(wanted)).toBe(true);
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
