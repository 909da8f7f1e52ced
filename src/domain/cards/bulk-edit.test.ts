import { expect, test } from "vitest";
import { type BulkEdit, bulkEditOf } from "./bulk-edit.ts";
import { plainIcon } from "./card.ts";
import { editCardJson } from "./edit-card-json.ts";

const card = (titles: readonly string[], more: object = {}) => ({
  title: "Bears 1",
  content: {
    chapters: titles.map((title, at) => ({
      key: `k${at}`,
      title,
      mood: at,
      display: { icon16x16: at === 0 ? "yoto:#own" : plainIcon },
    })),
    ...more,
  },
});
const edited = (titles: readonly string[], edit: BulkEdit, n = 1) => {
  const json = card(titles);
  const done = bulkEditOf(json, edit, n, (title) => (title === "Sea" ? "yoto:#sea" : undefined));
  if (!done.ok) return done.problem;
  const after = editCardJson(json, done.edit) as ReturnType<typeof card>;
  return [
    after.title,
    ...after.content.chapters.map(({ title, key, display }) => `${key} ${title} ${display.icon16x16}`),
  ];
};

test("titles are searched and replaced, put into a pattern and numbered, of cards or of their chapters", () => {
  const rename = { find: "Track", replaceWith: "Night", pattern: "{nn} – {title}" };
  expect(edited(["Track a", "Track b"], { rename: { of: "chapters", ...rename } })).toEqual([
    "Bears 1",
    "k0 01 – Night a yoto:#own",
    `k1 02 – Night b ${plainIcon}`,
  ]);
  expect(edited(["x"], { rename: { of: "cards", pattern: "{title} of {n}" } }, 7)).toEqual([
    "Bears 1 of 7",
    "k0 x yoto:#own",
  ]);
});

test("chapters are ordered by what people read as a number, and numbers of a pattern follow the new order", () => {
  const titles = ["Part 10", "Part 9", "Prologue"];
  const keys = (edit: BulkEdit) =>
    (edited(titles, edit) as string[]).slice(1).map((each) => each.split(" ")[0]);
  expect(keys({ order: "by-title" })).toEqual(["k1", "k0", "k2"]);
  expect(keys({ order: "by-number" })).toEqual(["k1", "k0", "k2"]);
  expect(edited(titles, { order: "by-title", rename: { of: "chapters", pattern: "{n}" } })).toEqual([
    "Bears 1",
    `k1 1 ${plainIcon}`,
    "k0 2 yoto:#own",
    `k2 3 ${plainIcon}`,
  ]);
});

test("icons are found for chapters without one of their own, or for all", () => {
  expect(edited(["Sea", "Sea"], { icons: "missing" })).toEqual([
    "Bears 1",
    "k0 Sea yoto:#own",
    "k1 Sea yoto:#sea",
  ]);
  expect(edited(["Sea", "Land"], { icons: "all" })).toEqual([
    "Bears 1",
    "k0 Sea yoto:#sea",
    `k1 Land ${plainIcon}`,
  ]);
});

test("what would leave no title, one too long, or lead buttons astray is told and not done", () => {
  expect(edited(["Sea"], { rename: { of: "chapters", find: "Sea" } })).toBe(
    "Nothing would be left of the title “Sea”.",
  );
  expect(edited(["Sea"], { rename: { of: "chapters", pattern: `${"long ".repeat(30)}` } })).toMatch(
    /longer than 100 letters/,
  );
  const game = card(["b", "a"], { playbackType: "interactive" });
  expect(bulkEditOf(game, { order: "by-title" }, 1)).toMatchObject({ ok: false });
});

test("an edit that changes nothing says nothing, and one field says only that field", () => {
  expect(bulkEditOf(card(["a", "b"]), { order: "by-title" }, 1)).toEqual({ ok: true, edit: {} });
  expect(bulkEditOf(card(["b", "a"]), { author: "Us" }, 1)).toEqual({ ok: true, edit: { author: "Us" } });
});
