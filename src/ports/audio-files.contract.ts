import { beforeEach, describe, expect, test } from "vitest";
import { BadFileKey } from "./audio-file-key.ts";
import { type AudioFiles, type ByteRange, TooLarge } from "./audio-files.ts";

/** What every {@link AudioFiles} promises. `make` gives an empty one each time. */
export function audioFilesContract(name: string, make: () => Promise<AudioFiles> | AudioFiles): void {
  describe(`${name} as audio files`, () => {
    let files: AudioFiles;
    beforeEach(async () => {
      files = await make();
    });

    const options = { maxBytes: 10_000_000, contentType: "audio/mpeg" };
    const put = (key: string, bytes: Uint8Array, maxBytes = options.maxBytes) =>
      files.put(key, inPieces(bytes), { ...options, maxBytes });
    const read = async (key: string, range?: ByteRange) => {
      const stream = await files.read(key, range);
      return stream && gather(stream);
    };

    test("there is nothing before something is put", async () => {
      expect(await files.locate("audio/none.mp3", 60)).toBeUndefined();
      expect(await files.read("audio/none.mp3")).toBeUndefined();
      expect(await files.list("")).toEqual([]);
      await files.delete("audio/none.mp3");
    });

    test.each([0, 1, 65_535, 65_536, 65_537, 3_000_001])("%i bytes come back as they were", async (size) => {
      const bytes = someBytes(size);
      expect(await put("audio/a.mp3", bytes)).toEqual({ bytes: size });
      expect(same(await read("audio/a.mp3"), bytes)).toBe(true);
      expect((await files.locate("audio/a.mp3", 60))?.bytes).toBe(size);
    });

    test("a place that is here opens what was put, more than once", async () => {
      const bytes = someBytes(100_000);
      await put("audio/a.mp3", bytes);
      const place = await files.locate("audio/a.mp3", 60);
      if (place?.at !== "here") return expect(place?.url.protocol).toMatch(/^https?:$/);
      expect(same(await gather(place.open()), bytes)).toBe(true);
      expect(same(await gather(place.open({ first: 5, last: 9 })), bytes.subarray(5, 10))).toBe(true);
    });

    test.each([
      [0, 0],
      [0, 99_999],
      [65_530, 65_540],
      [99_999, 99_999],
      [99_990, 500_000],
    ])("bytes %i to %i can be read alone", async (first, last) => {
      const bytes = someBytes(100_000);
      await put("audio/a.mp3", bytes);
      expect(same(await read("audio/a.mp3", { first, last }), bytes.subarray(first, last + 1))).toBe(true);
    });

    test("a reader that stops early does no harm", async () => {
      await put("audio/a.mp3", someBytes(1_000_000));
      const reader = (await files.read("audio/a.mp3"))?.getReader();
      await reader?.read();
      await reader?.cancel();
      await put("audio/a.mp3", someBytes(10));
      expect((await read("audio/a.mp3"))?.length).toBe(10);
    });

    test("putting again replaces all of it", async () => {
      await put("audio/a.mp3", someBytes(1000));
      const shorter = someBytes(10, 7);
      await put("audio/a.mp3", shorter);
      expect(same(await read("audio/a.mp3"), shorter)).toBe(true);
    });

    test("too many bytes are refused, nothing is left of them, and what was there stays", async () => {
      await expect(put("audio/a.mp3", someBytes(1001), 1000)).rejects.toThrow(TooLarge);
      expect(await files.list("")).toEqual([]);
      await put("audio/a.mp3", someBytes(1000), 1000);
      await expect(put("audio/a.mp3", someBytes(1_000_000), 1000)).rejects.toThrow(TooLarge);
      expect((await read("audio/a.mp3"))?.length).toBe(1000);
      expect(await files.list("")).toEqual([{ key: "audio/a.mp3", bytes: 1000 }]);
    });

    test("the sender of too much is told to stop", async () => {
      const told = Promise.withResolvers<unknown>();
      const endless = new ReadableStream<Uint8Array>({
        pull: (controller) => controller.enqueue(someBytes(1000)),
        cancel: (reason) => told.resolve(reason),
      });
      await expect(files.put("audio/a.mp3", endless, { ...options, maxBytes: 5000 })).rejects.toThrow(
        TooLarge,
      );
      await told.promise;
    });

    test("a sender that breaks off leaves nothing, and its own error", async () => {
      const broken = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(someBytes(1000)),
        pull: (controller) => controller.error(new Error("the phone went away")),
      });
      await expect(files.put("audio/a.mp3", broken, options)).rejects.toThrow("the phone went away");
      expect(await files.list("")).toEqual([]);
    });

    test("while bytes come in, readers see what was there before", async () => {
      const before = someBytes(10);
      await put("audio/a.mp3", before);
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      const writing = files.put("audio/a.mp3", readable, options);
      const writer = writable.getWriter();
      await writer.write(someBytes(1000));
      expect(same(await read("audio/a.mp3"), before)).toBe(true);
      expect(await files.list("")).toEqual([{ key: "audio/a.mp3", bytes: 10 }]);
      await writer.close();
      await writing;
      expect((await read("audio/a.mp3"))?.length).toBe(1000);
    });

    test("of several that write the same key at once one wins whole", async () => {
      const sizes = [1, 70_000, 140_000, 3, 200_000];
      await Promise.all(sizes.map((size) => put("audio/a.mp3", someBytes(size, size))));
      const left = (await read("audio/a.mp3")) ?? new Uint8Array();
      expect(sizes).toContain(left.length);
      expect(same(left, someBytes(left.length, left.length))).toBe(true);
    });

    test("deleting removes the bytes, and once is enough", async () => {
      await put("audio/a.mp3", someBytes(10));
      await put("audio/b.mp3", someBytes(10));
      await files.delete("audio/a.mp3");
      await files.delete("audio/a.mp3");
      expect(await files.read("audio/a.mp3")).toBeUndefined();
      expect(await files.list("")).toEqual([{ key: "audio/b.mp3", bytes: 10 }]);
    });

    test("what was written long ago is forgotten, where the place does not do that by itself", async () => {
      if (files.forget === undefined) return;
      for (const key of ["speech/a.mp3", "speech/b.txt", "speeches/c.mp3"]) await put(key, someBytes(10));
      expect(await files.forget("speech/", 1_000)).toBe(0);
      expect(await files.forget("nothing/", Number.MAX_SAFE_INTEGER)).toBe(0);
      expect(await files.list("speech/")).toHaveLength(2);
      expect(await files.forget("speech/", Number.MAX_SAFE_INTEGER)).toBe(2);
      expect((await files.list("")).map(({ key }) => key)).toEqual(["speeches/c.mp3"]);
    });

    test("lists are in key order, by prefix, and go on after a key", async () => {
      for (const key of ["covers/b.jpg", "audio/b.mp3", "audio/a.mp3", "audio/a/c.mp3", "audio-x.mp3"])
        await put(key, someBytes(key.length));
      const keys = async (prefix: string, after?: string) =>
        (await files.list(prefix, after)).map(({ key }) => key);
      expect(await keys("")).toEqual([
        "audio-x.mp3",
        "audio/a.mp3",
        "audio/a/c.mp3",
        "audio/b.mp3",
        "covers/b.jpg",
      ]);
      expect(await keys("audio/")).toEqual(["audio/a.mp3", "audio/a/c.mp3", "audio/b.mp3"]);
      expect(await keys("audio/a")).toEqual(["audio/a.mp3", "audio/a/c.mp3"]);
      expect(await keys("audio/", "audio/a.mp3")).toEqual(["audio/a/c.mp3", "audio/b.mp3"]);
      expect(await keys("none/")).toEqual([]);
      expect(await files.list("covers/")).toEqual([{ key: "covers/b.jpg", bytes: "covers/b.jpg".length }]);
    });

    test.each([
      "",
      "/",
      "/etc/passwd",
      "../secret",
      "audio/../../secret",
      "audio/..",
      "audio//a.mp3",
      "audio/",
      ".hidden",
      "audio/.a.mp3.1-1.part",
      "Audio/A.mp3",
      "audio/a b.mp3",
      "audio\\a.mp3",
      "audio/a\0.mp3",
      "audio/👶.mp3",
      "audio/a%2e.mp3",
      "a".repeat(201),
    ])("%j is no key", async (key) => {
      await expect(put(key, someBytes(1))).rejects.toThrow(BadFileKey);
      await expect(files.locate(key, 60)).rejects.toThrow(BadFileKey);
      await expect(files.read(key)).rejects.toThrow(BadFileKey);
      await expect(files.delete(key)).rejects.toThrow(BadFileKey);
    });
  });
}

/** Bytes that differ along the way, so that a part in the wrong place shows. */
function someBytes(size: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at++) bytes[at] = (at * 31 + (at >> 8) * 7 + seed) & 0xff;
  return bytes;
}

/** Sizes that meet no boundary. */
function inPieces(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, at + 77_777));
      at += 77_777;
    },
  });
}

async function gather(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function same(left: Uint8Array | undefined, right: Uint8Array): boolean {
  return left !== undefined && Buffer.compare(left, right) === 0;
}
