import type { StoryChapters } from "../http/schema/story.ts";

type Chapter = StoryChapters["items"][number];

/** Walks a story's chapters as a player does, and prints what the child hears; ends with the presses, or with `q`. */
export async function playStory(
  chapters: readonly Chapter[],
  presses: Iterable<string> | AsyncIterable<string>,
  print: (text: string) => void,
): Promise<void> {
  const byKey = new Map(chapters.map((chapter) => [chapter.key, chapter]));
  let at = heardFrom(chapters[0]);
  for await (const typed of presses) {
    const press = typed.trim().toLowerCase();
    if (press === "q") return;
    const way = press === "l" ? at?.left : press === "r" ? at?.right : undefined;
    if (way?.go === "to") at = heardFrom(byKey.get(way.chapterKey));
    else print("(Nothing happens: l is the left button, r the right one, q ends.)");
  }

  /** Prints this chapter and those that follow by themselves, as far as a button is waited for. */
  function heardFrom(first: Chapter | undefined): Chapter | undefined {
    const heard = new Set<string>();
    let chapter = first;
    for (;;) {
      if (chapter === undefined || heard.has(chapter.key)) return chapter;
      heard.add(chapter.key);
      print(chapter.isQuestion ? chapter.text : `\n${chapter.passage}\n${chapter.text || "(a recording)"}`);
      if (chapter.atEnd.go !== "to") {
        if (chapter.open.length === 0) print("(The end. l begins again.)");
        return chapter;
      }
      chapter = byKey.get(chapter.atEnd.chapterKey);
    }
  }
}
