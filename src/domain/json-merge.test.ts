import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "./json.ts";
import { diffJson } from "./json-diff.ts";
import { mergeJson } from "./json-merge.ts";

const anyObject = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })) as fc.Arbitrary<JsonObject>;
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as JsonObject;

test("merging keeps fields that the edit does not speak of, at every depth", () => {
  const card = {
    title: "Old",
    unknown: 1,
    content: { version: "1", beta: [1, 2], chapters: [{ key: "01", title: "One", ambient: { sea: true } }] },
  };
  const edit = { title: "New", content: { chapters: [{ key: "01", title: "First" }] } };
  expect(mergeJson(card, edit)).toEqual({
    title: "New",
    unknown: 1,
    content: {
      version: "1",
      beta: [1, 2],
      chapters: [{ key: "01", title: "First", ambient: { sea: true } }],
    },
  });
});

test("chapters follow their keys when they are moved, added and taken away", () => {
  const before = {
    chapters: [
      { key: "a", kept: 1 },
      { key: "b", kept: 2 },
      { key: "c", kept: 3 },
    ],
  };
  const after = { chapters: [{ key: "c" }, { key: "new" }, { key: "a", kept: null }] };
  expect(mergeJson(before, after)).toEqual({
    chapters: [{ key: "c", kept: 3 }, { key: "new" }, { key: "a", kept: null }],
  });
});

test("a list with the same key twice is replaced and never mixed up", () => {
  const twice = {
    chapters: [
      { key: "a", n: 1 },
      { key: "a", n: 2 },
    ],
  };
  expect(mergeJson(twice, { chapters: [{ key: "a" }] })).toEqual({ chapters: [{ key: "a" }] });
});

test("merging something with itself, or with nothing, changes nothing", () => {
  fc.assert(
    fc.property(anyObject, (any) => {
      const object = plain(any);
      expect(mergeJson(object, object)).toEqual(object);
      expect(mergeJson(object, {})).toEqual(object);
    }),
  );
});

test("after a merge, merging the same again changes nothing", () => {
  fc.assert(
    fc.property(anyObject, anyObject, (current, wanted) => {
      const once = mergeJson(plain(current), plain(wanted));
      expect(mergeJson(once, plain(wanted))).toEqual(once);
    }),
  );
});

test("a difference is told with its path, old and new", () => {
  const before = { title: "A", content: { chapters: [{ key: "01" }, { key: "02" }] } };
  const after = { title: "B", content: { chapters: [{ key: "01", icon: null }] } };
  expect(diffJson(before, after)).toEqual([
    { path: "title", before: "A", after: "B" },
    { path: "content.chapters[0].icon", after: null },
    { path: "content.chapters[1]", before: { key: "02" } },
  ]);
});

test("there is no difference exactly when two values are the same", () => {
  fc.assert(
    fc.property(anyObject, anyObject, (one, other) => {
      expect(diffJson(plain(one), plain(one))).toEqual([]);
      const same = JSON.stringify(sorted(plain(one))) === JSON.stringify(sorted(plain(other)));
      expect(diffJson(plain(one), plain(other)).length === 0).toBe(same);
    }),
  );
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, each]) => [name, sorted(each)]);
}
