import type { Story } from "../../domain/stories/story.ts";
import type { Stories } from "../../stores/stories.ts";

/** All stories, those in the trash too. */
export async function* everyStory({
  list,
  trash,
}: Pick<Stories, "list" | "trash">): AsyncGenerator<Story, void> {
  for (const read of [list, trash]) {
    let cursor: string | undefined;
    do {
      const page = await read({ limit: 500, ...(cursor !== undefined && { cursor }) });
      for (const { value } of page.records) yield value;
      cursor = page.cursor;
    } while (cursor !== undefined);
  }
}
