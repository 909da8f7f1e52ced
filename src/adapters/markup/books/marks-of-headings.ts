import type { ChapterMark } from "../../../domain/books/chapters.ts";
import type { HtmlText } from "./html-text.ts";

/** Chapters by headings: those of the highest level that there are several of, and of those above it. */
export function marksOfHeadings(headings: HtmlText["headings"]): readonly ChapterMark[] {
  for (let level = 1; level <= 3; level++) {
    const marks = headings.filter((heading) => heading.level <= level);
    if (marks.length > 1) return marks.map(({ at, title }) => ({ at, title }));
  }
  return [];
}
