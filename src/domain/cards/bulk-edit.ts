import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import { type CardCategory, plainIcon } from "./card.ts";
import type { CardEdit, ChapterEdit } from "./edit-card-json.ts";

/** What to do to each of several cards. Chapters are put in order first, then named, so that numbers follow the order. */
export type BulkEdit = {
  readonly rename?: TitleChange & { readonly of: "cards" | "chapters" };
  readonly author?: string;
  readonly category?: CardCategory;
  /** Icons that fit the titles: for chapters that have none of their own, or for all. */
  readonly icons?: "missing" | "all";
  readonly order?: "by-title" | "by-number";
};

/** First every `find` becomes `replaceWith`, then the title goes into `pattern`: `{title}`, `{n}`, `{nn}` (two digits). */
export type TitleChange = {
  readonly find?: string;
  readonly replaceWith?: string;
  readonly pattern?: string;
};

export type BulkEdited =
  | { readonly ok: true; readonly edit: CardEdit }
  | { readonly ok: false; readonly problem: string };

const longestTitle = 100;
const byTitle = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/**
 * What an edit of several cards means for one of them, the n-th (from 1), as Yoto has it. `iconFor` names an icon
 * (`yoto:#…`) that fits a title. Fields that stay as they are are left out.
 */
export function bulkEditOf(
  card: JsonObject,
  { rename, author, category, icons, order }: BulkEdit,
  n: number,
  iconFor: (title: string) => string | undefined = () => undefined,
): BulkEdited {
  const content = objectIn(card, "content");
  const before = listIn(content, "chapters").map((chapter, place) => ({
    place,
    title: textIn(chapter, "title"),
    icon: textIn(objectIn(chapter, "display"), "icon16x16"),
  }));
  if (order !== undefined && content["playbackType"] === "interactive")
    return { ok: false, problem: "Its buttons lead from chapter to chapter, so their order stays." };
  const ordered = order === undefined ? before : inOrder(before, order);
  const problems: string[] = [];
  const named = (title: string, at: number) => {
    const after = renamed(title, rename ?? {}, at);
    if (after === "") problems.push(`Nothing would be left of the title “${title}”.`);
    if (after.length > longestTitle)
      problems.push(`“${after.slice(0, 40)}…” would be longer than ${longestTitle} letters.`);
    return after;
  };
  const chapters = ordered.map(({ place, title, icon }, at): ChapterEdit => {
    const after = rename?.of === "chapters" ? named(title, at + 1) : title;
    const isPlain = icon === "" || icon === plainIcon;
    const fitting = icons === "all" || (icons === "missing" && isPlain) ? iconFor(title) : undefined;
    return {
      place,
      ...(after !== title && { title: after }),
      ...(fitting !== undefined && fitting !== icon && { icon: fitting }),
    };
  });
  const cardTitle = textIn(card, "title");
  const title = rename?.of === "cards" ? named(cardTitle, n) : cardTitle;
  if (problems.length > 0) return { ok: false, problem: problems.join(" ") };
  const touched = chapters.some(
    ({ place, title, icon }, at) => place !== at || title !== undefined || icon !== undefined,
  );
  const edit = {
    ...(title !== cardTitle && { title }),
    ...(author !== undefined && { author }),
    ...(category !== undefined && { category }),
    ...(touched && { chapters }),
  };
  return { ok: true, edit };
}

/** The titles of a card's chapters. */
export function chapterTitlesOf(card: JsonObject): readonly string[] {
  return listIn(objectIn(card, "content"), "chapters").map((chapter) => textIn(chapter, "title"));
}

function renamed(
  title: string,
  { find, replaceWith = "", pattern = "{title}" }: TitleChange,
  n: number,
): string {
  const replaced = find === undefined || find === "" ? title : title.replaceAll(find, replaceWith);
  const parts: Readonly<Record<string, string>> = {
    title: replaced,
    n: String(n),
    nn: String(n).padStart(2, "0"),
  };
  return pattern.replace(/\{(title|nn?)\}/g, (whole, name: string) => parts[name] ?? whole).trim();
}

/** What has no number stays behind, in its order. */
function inOrder<Chapter extends { readonly title: string }>(
  chapters: readonly Chapter[],
  order: "by-title" | "by-number",
): readonly Chapter[] {
  if (order === "by-title") return chapters.toSorted((one, other) => byTitle.compare(one.title, other.title));
  const numberOf = ({ title }: Chapter) => Number(/\d+/.exec(title)?.[0] ?? Number.MAX_SAFE_INTEGER);
  return chapters.toSorted((one, other) => numberOf(one) - numberOf(other));
}

function objectIn(json: Json | undefined, name: string): JsonObject {
  const value = isJsonObject(json) ? json[name] : undefined;
  return isJsonObject(value) ? value : {};
}

function listIn(json: JsonObject, name: string): readonly Json[] {
  const value = json[name];
  return Array.isArray(value) ? value : [];
}

function textIn(json: Json | undefined, name: string): string {
  const value = isJsonObject(json) ? json[name] : undefined;
  return typeof value === "string" ? value : "";
}
