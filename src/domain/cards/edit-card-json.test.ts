import fc from "fast-check";
import { expect, test } from "vitest";
import resolved from "../../yoto/fixtures/card-get-resolved.json" with { type: "json" };
import interactive from "../../yoto/fixtures/content-post-interactive-stream.json" with { type: "json" };
import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import { diffJson } from "../json-diff.ts";
import { cardAdvances, cardCategories } from "./card.ts";
import { cardChangeWords } from "./card-change-words.ts";
import { type CardEdit, editCardJson, namesChaptersOf } from "./edit-card-json.ts";

const fixtures = [resolved.card, interactive] as unknown as readonly JsonObject[];
const name = fc.string({ minLength: 1, maxLength: 8, unit: "grapheme" }).map((text) => `x-${text}`);
const unknown = fc.dictionary(name, fc.jsonValue({ maxDepth: 2 }), {
  maxKeys: 4,
}) as fc.Arbitrary<JsonObject>;

/** A fixture with several chapters, with unknown fields scattered over all its objects. */
const foreignCard = fc
  .record({
    fixture: fc.constantFrom(...fixtures),
    chapters: fc.integer({ min: 1, max: 6 }),
    extra: fc.array(unknown, { minLength: 5, maxLength: 5 }),
  })
  .map(({ fixture, chapters, extra }) => {
    let at = 0;
    const scattered = (value: Json): Json => {
      if (Array.isArray(value)) return value.map(scattered);
      if (!isJsonObject(value)) return value;
      const more = extra[at++ % extra.length] ?? {};
      return {
        ...more,
        ...Object.fromEntries(Object.entries(value).map(([key, each]) => [key, scattered(each)])),
      };
    };
    const [first] = chaptersOf(fixture);
    const many = Array.from({ length: chapters }, (_, n) => ({
      ...(isJsonObject(first) ? first : {}),
      key: `k${n}`,
      title: `Chapter ${n}`,
    }));
    const content = isJsonObject(fixture["content"]) ? fixture["content"] : {};
    return scattered({ ...fixture, content: { ...content, chapters: many } }) as JsonObject;
  });

const text = fc.string({ maxLength: 20 });
const edit = (count: number): fc.Arbitrary<CardEdit> =>
  fc.record(
    {
      title: text,
      description: text,
      author: text,
      category: fc.constantFrom(...cardCategories),
      coverUrl: fc.constantFrom("", "https://example.org/cover.jpg"),
      resume: fc.boolean(),
      shuffle: fc.boolean(),
      advance: fc.constantFrom(...cardAdvances),
      onlineOnly: fc.boolean(),
      chapters: fc
        .shuffledSubarray(
          Array.from({ length: count }, (_, n) => n),
          { minLength: 1 },
        )
        .chain((places) =>
          fc.tuple(
            ...places.map((place) =>
              fc.record(
                { place: fc.constant(place), title: text, icon: fc.constantFrom("", "yoto:#icon") },
                { requiredKeys: ["place"] },
              ),
            ),
          ),
        ),
    },
    { requiredKeys: [] },
  );

const cardAndEdit = foreignCard.chain((card) => fc.tuple(fc.constant(card), edit(chaptersOf(card).length)));

test("a thousand random edits of cards made elsewhere lose nothing but what was edited", () => {
  fc.assert(
    fc.property(cardAndEdit, ([card, change]) => {
      const after = editCardJson(card, change);
      const places = change.chapters?.map(({ place }) => place) ?? chaptersOf(card).map((_, place) => place);
      // Chapters are compared with what they were, wherever they stand now.
      const before = withChapters(
        card,
        places.map((place) => chaptersOf(card)[place] ?? null),
      );
      for (const { path } of diffJson(before, after)) expect(path).toSatisfy(() => wasSpokenOf(path, change));
      for (const [path, value] of saidBy(change)) expect([path, valueAt(after, path)]).toEqual([path, value]);
    }),
    { numRuns: 1000 },
  );
});

test("what an edit changes is told in words, and an edit that changes nothing has none", () => {
  fc.assert(
    fc.property(cardAndEdit, ([card, change]) => {
      const after = editCardJson(card, change);
      expect(cardChangeWords(card, card)).toEqual([]);
      const really = diffJson(card, after).some(({ path }) => !path.startsWith("metadata.media"));
      expect(cardChangeWords(card, after).length > 0, JSON.stringify(diffJson(card, after))).toBe(really);
    }),
    { numRuns: 200 },
  );
});

test("an edit names chapters that are there, each once", () => {
  const card = { content: { chapters: [{ key: "a" }, { key: "b" }] } };
  expect(namesChaptersOf(card, [{ place: 1 }, { place: 0 }])).toBe(true);
  for (const wrong of [[], [{ place: 2 }], [{ place: 0 }, { place: 0 }], [{ place: -1 }]])
    expect(namesChaptersOf(card, wrong)).toBe(false);
});

function wasSpokenOf(path: string, change: CardEdit): boolean {
  const speaks: readonly [keyof CardEdit, RegExp][] = [
    ["title", /^title$/],
    ["description", /^metadata(\.description)?$/],
    ["author", /^metadata(\.author)?$/],
    ["category", /^metadata(\.category)?$/],
    ["coverUrl", /^metadata(\.cover(\.imageL)?)?$/],
    ["resume", /^content\.config(\.resumeTimeout)?$/],
    ["shuffle", /^content\.config(\.shuffle.*)?$/],
    ["advance", /^content\.config(\.autoadvance)?$/],
    ["onlineOnly", /^content\.config(\.onlineOnly)?$/],
    ["chapters", /^metadata\.media\.(duration|fileSize)$/],
  ];
  if (speaks.some(([field, where]) => change[field] !== undefined && where.test(path))) return true;
  const [, place, inside] = /^content\.chapters\[(\d+)\]\.(.*)$/.exec(path) ?? [];
  const chapter = change.chapters?.[Number(place)];
  if (chapter === undefined || inside === undefined) return false;
  if (chapter.title !== undefined && /^(title|tracks\[0\]\.title)$/.test(inside)) return true;
  return (
    chapter.icon !== undefined && /^(display(\.icon16x16)?|tracks\[\d+\]\.display\.icon16x16)$/.test(inside)
  );
}

/** Where each thing that was said must stand afterwards. */
function saidBy(change: CardEdit): readonly [string, Json][] {
  const { title, description, author, category, advance, onlineOnly, chapters = [] } = change;
  const said: readonly [string, Json | undefined][] = [
    ["title", title],
    ["metadata.description", description],
    ["metadata.author", author],
    ["metadata.category", category],
    ["content.config.autoadvance", advance],
    ["content.config.onlineOnly", onlineOnly],
    ...chapters.map((each, n) => [`content.chapters.${n}.title`, each.title] as const),
  ].map(([path, value]) => [path as string, value as Json | undefined]);
  return said.flatMap(([path, value]) => (value === undefined ? [] : [[path, value]]));
}

function valueAt(json: Json, path: string): Json | undefined {
  return path.split(".").reduce<Json | undefined>((at, key) => {
    if (Array.isArray(at)) return at[Number(key)];
    return isJsonObject(at) ? at[key] : undefined;
  }, json);
}

function chaptersOf(card: JsonObject): readonly Json[] {
  const content = card["content"];
  const chapters = isJsonObject(content) ? content["chapters"] : undefined;
  return Array.isArray(chapters) ? chapters : [];
}

function withChapters(card: JsonObject, chapters: readonly Json[]): JsonObject {
  const content = isJsonObject(card["content"]) ? card["content"] : {};
  return { ...card, content: { ...content, chapters } };
}
