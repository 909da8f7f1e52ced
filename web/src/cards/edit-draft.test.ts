import { expect, test } from "vitest";
import { editOfDraft, noEdit } from "./edit-draft.ts";

test("what is left empty stays, and nothing at all is no edit", () => {
  expect(editOfDraft(noEdit)).toBeUndefined();
  expect(editOfDraft({ ...noEdit, numbering: "own", pattern: "  " })).toBeUndefined();
  expect(editOfDraft({ ...noEdit, author: " Mum " })).toEqual({ author: "Mum" });
});

test("a word taken out of titles and a numbering go together", () => {
  const draft = { ...noEdit, of: "cards", find: "Disc ", numbering: "{n}. {title}" } as const;
  expect(editOfDraft(draft)).toEqual({
    rename: { of: "cards", find: "Disc ", replaceWith: "", pattern: "{n}. {title}" },
  });
});
