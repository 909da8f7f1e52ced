import { expect, test } from "vitest";
import { PackedValue } from "./packed-value.ts";

/** The end of the piece of work that is going on. */
const end = () => Promise.resolve();

test("a value is the same object within a piece of work, and says the same after it", async () => {
  const resting = new PackedValue({ said: ["one"], at: 1.5 });
  const first = resting.now;
  resting.change({ at: 2.5 });
  expect(resting.now).toBe(first);
  await end();
  expect(resting.now).not.toBe(first);
  expect(resting.now).toEqual({ said: ["one"], at: 2.5 });
});

test("what is changed again and again, longer and shorter, in any script, is never mixed up with what it was", async () => {
  const resting = new PackedValue<{ text: string; and?: number | undefined }>({ text: "", and: 1 });
  for (const text of ["Grüffelo", "狼と羊".repeat(400), "a", "🐺".repeat(90), "", '"\\\n'])
    for (const and of [undefined, 7]) {
      resting.change({ text, and });
      await end();
      expect(resting.now).toEqual(and === undefined ? { text } : { text, and });
      await end();
    }
});

test("many that rest beside each other keep apart", async () => {
  const all = Array.from({ length: 100 }, (_, at) => new PackedValue({ at, text: "x".repeat(at) }));
  await end();
  for (const [at, each] of all.entries()) each.change({ at: at * 2 });
  await end();
  expect(all.map(({ now }) => now.at + now.text.length)).toEqual(all.map((_, at) => at * 3));
});
