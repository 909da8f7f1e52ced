import type { ChapterMark } from "./chapters.ts";

const edges = {
  start: /^\*{3} ?START OF (?:THE|THIS) PROJECT GUTENBERG[^\n]*\*{3}[^\n]*$/im,
  end: /^\*{3} ?END OF (?:THE|THIS) PROJECT GUTENBERG/im,
};

/** A plain text without what Project Gutenberg puts around it, signs for italics, and notes in square brackets. */
export function plainText(text: string): string {
  const unified = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const start = edges.start.exec(unified);
  const from = start === null ? 0 : start.index + start[0].length;
  const end = edges.end.exec(unified)?.index ?? unified.length;
  return withoutNotes(
    unified
      .slice(from, Math.max(from, end))
      .replace(/\[(?:Illustration|Transcriber|Footnote)[^[\]]{0,2000}\]/gi, " ")
      .replace(/(?<![\p{L}\p{N}])_([^_\n]{1,300})_(?![\p{L}\p{N}])/gu, "$1"),
  );
}

/** Text without the numbers and signs of footnotes: `[12]`, `[^a]`, `¹²`. `[pause 3]` stays, and so does `m²`. */
export function withoutNotes(text: string): string {
  return text
    .replace(/\[\^[^\]\s]{1,30}\](?!:)/g, "")
    .replace(/(?<=[\p{L}\p{N}\p{P}])[ \t]?\[(?:\d{1,3}|[*†‡])\]/gu, "")
    .replace(/(?<=\p{L}{3}|[\p{Pe}\p{Pf}.,;:!?"'])[⁰¹²³⁴-⁹]+/gu, "");
}

const heading =
  /^[ \t]*((?:chapter|part|book|letter|kapitel|teil|chapitre|partie|capítulo|capitolo)[ \t]+(?:[\divxlc]+|[\p{L}-]{3,20})\b[^\n]{0,80}|prologue|epilogue|prolog|epilog|preface|foreword|introduction|(?:(?:the )?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)) chapter|[IVXLC]{1,7}\.?(?:[ \t]+[^\n]{0,60})?)[ \t]*$/iu;

/**
 * Where chapters begin in a plain text: at lines like "Chapter 3" or "IV." between empty lines. What stands so close together that
 * it is a table of contents does not count.
 */
export function marksInPlainText(text: string): readonly ChapterMark[] {
  const marks: ChapterMark[] = [];
  let at = 0;
  let wasEmpty = true;
  const lines = text.split("\n");
  for (const [number, line] of lines.entries()) {
    const isAlone = wasEmpty && (lines[number + 1] ?? "").trim() === "";
    if (isAlone && heading.test(line)) marks.push({ at, title: titled(line, lines, number) });
    wasEmpty = line.trim() === "";
    at += line.length + 1;
  }
  return marks.filter((mark, number) => {
    const next = marks[number + 1]?.at ?? text.length;
    return next - mark.at > 200;
  });
}

/** "CHAPTER I." says little: a short line right behind it is its name. */
function titled(line: string, lines: readonly string[], number: number): string {
  const own = line.trim().replace(/\.$/, "");
  const next = (lines[number + 2] ?? "").trim();
  const isName = /^\S+\s+\S+$/.test(own) && next !== "" && next.length < 60 && !/[.!?,;]$/.test(next);
  return isName && (lines[number + 3] ?? "").trim() === "" ? `${own}: ${next}` : own;
}
