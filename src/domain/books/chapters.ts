/** A place in a text at which a chapter begins. */
export type ChapterMark = { readonly at: number; readonly title: string };

/** A chapter as it is found in a text. */
export type FoundChapter = { readonly title: string; readonly text: string; readonly isBeside: boolean };

/** About three quarters of an hour: a track of a card holds an hour, also where the voice reads slowly. */
const mostCharacters = 36_000;
/** A page that only says "Part One" goes with the chapter behind it. */
const fewCharacters = 150;
const mostMarks = 2000;
const mostTitleCharacters = 120;

/** What publishers put around a story, by its title, in the languages that families here read most. */
const beside =
  /^(front |half.?)?(cover|title ?page|titel(seite|blatt)?|copyright.*|imprint|impressum|colophon|(table of )?contents|inhalt(sverzeichnis)?|index|dedication|widmung|acknowledge?ments|danksagung|about the (author|illustrator|publisher)s?|über (die autorin|den autor)|also by.*|(foot|end)?notes|anmerkungen|bibliography|glossary|newsletter|sommaire|table des matières|índice)\.?$/iu;

/**
 * Cuts a text at its marks into chapters that can be spoken. Without marks it is one chapter. Those longer than a track of a card
 * become several, cut between paragraphs.
 */
export function chaptersOf(
  text: string,
  marks: readonly ChapterMark[],
  whole: string,
): readonly FoundChapter[] {
  const places = marks.toSorted((one, other) => one.at - other.at).slice(0, mostMarks);
  const stretches = places.flatMap(({ at, title }, number) => {
    const next = places[number + 1]?.at ?? text.length;
    // Two marks at one place: the second, finer one names it.
    return next === at && number < places.length - 1 ? [] : [{ title, text: text.slice(at, next) }];
  });
  const first = places[0]?.at ?? text.length;
  const before = {
    title: places.length === 0 ? whole : "Before the first chapter",
    text: text.slice(0, first),
  };
  const found: FoundChapter[] = [];
  let short = "";
  for (const [number, stretch] of [before, ...stretches].entries()) {
    const said = tidied(stretch.text);
    if (!/[\p{L}\p{N}]/u.test(said)) continue;
    const title = titleFrom(stretch.title) || `Part ${found.length + 1}`;
    const isBeside = (number === 0 && places.length > 0) || beside.test(title);
    if (!isBeside && said.length < fewCharacters && number < stretches.length) {
      short += `${said}\n\n`;
      continue;
    }
    found.push({ title, text: isBeside ? said : short + said, isBeside });
    if (!isBeside) short = "";
  }
  return found.flatMap(inParts);
}

function titleFrom(title: string): string {
  return [...title.replace(/\s+/g, " ").trim()].slice(0, mostTitleCharacters).join("");
}

function tidied(text: string): string {
  return text.replace(/\n{3,}/g, "\n\n").trim();
}

function inParts(chapter: FoundChapter): readonly FoundChapter[] {
  const count = Math.ceil(chapter.text.length / mostCharacters);
  if (count <= 1) return [chapter];
  const parts: string[] = [];
  let rest = chapter.text;
  for (let left = count; left > 1; left--) {
    const at = paragraphEnd(rest, Math.ceil(rest.length / left));
    parts.push(rest.slice(0, at).trim());
    rest = rest.slice(at);
  }
  return [...parts, rest.trim()]
    .filter((text) => text !== "")
    .map((text, number) => ({ ...chapter, text, title: `${chapter.title} (${number + 1})` }));
}

/** The end of a paragraph near `at`, or of a sentence or word where there is none. */
function paragraphEnd(text: string, at: number): number {
  for (const end of ["\n\n", "\n", ". ", " "]) {
    const found = text.lastIndexOf(end, at);
    if (found > at / 2) return found + end.length;
  }
  return at;
}
