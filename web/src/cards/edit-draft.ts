import type { BulkEdit } from "../../../src/http/schema/card-edit.ts";

/** What somebody is about to change on several cards; empty means: stays. */
export type EditDraft = {
  readonly of: "chapters" | "cards";
  readonly find: string;
  readonly replaceWith: string;
  /** One of the patterns offered, or `own`. */
  readonly numbering: string;
  readonly pattern: string;
  readonly order: "" | "by-title" | "by-number";
  readonly icons: "" | "missing" | "all";
  readonly author: string;
  readonly category: "" | NonNullable<BulkEdit["category"]>;
};

export const noEdit: EditDraft = {
  of: "chapters",
  find: "",
  replaceWith: "",
  numbering: "",
  pattern: "",
  order: "",
  icons: "",
  author: "",
  category: "",
};

/** The edit as the server wants it; `undefined` while nothing is to be changed. */
export function editOfDraft(draft: EditDraft): BulkEdit | undefined {
  const { of, find, replaceWith, numbering, order, icons, category } = draft;
  const pattern = (numbering === "own" ? draft.pattern : numbering).trim();
  const author = draft.author.trim();
  const edit: BulkEdit = {
    ...((find !== "" || pattern !== "") && {
      rename: { of, ...(find !== "" && { find, replaceWith }), ...(pattern !== "" && { pattern }) },
    }),
    ...(order !== "" && { order }),
    ...(icons !== "" && { icons }),
    ...(author !== "" && { author }),
    ...(category !== "" && { category }),
  };
  return Object.keys(edit).length === 0 ? undefined : edit;
}
