import { expect, test } from "vitest";
import { type FolderFile, type FolderMemory, takeInFolder } from "./take-in-folder.ts";

function aFolder() {
  const contents = new Map<string, { text: string; changedAtMs: number }>();
  let [nowMs, hashed] = [1_000_000, 0];
  const sent: string[] = [];
  const kept: { memory: FolderMemory } = { memory: {} };
  return {
    sent,
    kept,
    hashed: () => hashed,
    write: (path: string, text: string, ageMs = 10_000) =>
      void contents.set(path, { text, changedAtMs: nowMs - ageMs }),
    move: (from: string, to: string) => {
      const found = contents.get(from);
      contents.delete(from);
      if (found) contents.set(to, found);
    },
    wait: (ms: number) => {
      nowMs += ms;
    },
    look: async () => {
      const files: FolderFile[] = [...contents].map(([path, { text, changedAtMs }]) => ({
        path,
        bytes: text.length,
        changedAtMs,
      }));
      return takeInFolder(files, kept.memory, {
        nowMs: () => nowMs,
        hash: async (path) => {
          hashed += 1;
          return `hash of ${contents.get(path)?.text}`;
        },
        send: async (path) => {
          sent.push(path);
          return contents.get(path)?.text.startsWith("bad") ? "This is not audio." : undefined;
        },
        remember: async (memory) => {
          kept.memory = { ...memory };
        },
      });
    },
  };
}

test("what is new is sent once; what is unchanged is not even opened", async () => {
  const folder = aFolder();
  folder.write("a.mp3", "one");
  folder.write("b.mp3", "two");
  expect(await folder.look()).toMatchObject({ sent: 2, refused: [] });
  expect(await folder.look()).toMatchObject({ sent: 0 });
  expect(folder.hashed()).toBe(2);
  folder.write("b.mp3", "two, and more");
  expect(await folder.look()).toMatchObject({ sent: 1 });
  expect(folder.sent).toEqual(["a.mp3", "b.mp3", "b.mp3"]);
});

test("a file that is moved, or copied, is the same sound", async () => {
  const folder = aFolder();
  folder.write("a.mp3", "one");
  await folder.look();
  folder.move("a.mp3", "album/a.mp3");
  folder.write("copy.mp3", "one");
  expect(await folder.look()).toMatchObject({ sent: 0, known: 2 });
  expect(Object.keys(folder.kept.memory)).toEqual(["album/a.mp3", "copy.mp3"]);
});

test("a file that is still being written waits, and one that is refused is told of once", async () => {
  const folder = aFolder();
  folder.write("slow.mp3", "half", 0);
  folder.write("notes.mp3", "bad");
  expect(await folder.look()).toMatchObject({ sent: 0, refused: ["notes.mp3: This is not audio."] });
  folder.wait(5_000);
  expect(await folder.look()).toMatchObject({ sent: 1, refused: [] });
});

test("ten thousand unchanged files are looked over in a moment", async () => {
  const folder = aFolder();
  for (let number = 0; number < 10_000; number += 1) folder.write(`${number}.mp3`, `sound ${number}`);
  const files = 10_000;
  const memory = Object.fromEntries(
    Array.from({ length: files }, (_, n) => [
      `${n}.mp3`,
      { bytes: `sound ${n}`.length, changedAtMs: 990_000, sha256: `${n}` },
    ]),
  );
  folder.kept.memory = memory;
  expect(await folder.look()).toMatchObject({ sent: 0 });
  expect(folder.hashed()).toBe(0);
});
