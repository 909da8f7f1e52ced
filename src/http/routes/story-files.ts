import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { StoryId } from "../../domain/ids.ts";
import { exportStory } from "../../domain/stories/export-story.ts";
import { storyFileText } from "../../domain/stories/story-file-text.ts";
import type { StoryChangeDeps } from "../../usecases/stories/change-story.ts";
import type { StoryLookDeps } from "../../usecases/stories/look-over-story.ts";
import { takeInStory } from "../../usecases/stories/take-in-story.ts";
import type { AppEnv } from "../app-env.ts";
import { defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { StoryImported } from "../schema/story.ts";
import { uploadedFile } from "../uploaded-file.ts";
import { storyTooLarge, storyView } from "../view/story-view.ts";

/** Twine's HTML carries the program that plays it. */
const mostImportBytes = 4_000_000;

const tags = ["Stories"];
const params = z.object({ id: z.string().regex(/^[a-z0-9]{1,60}$/) });

const takeIn = defineRoute("member", {
  method: "post",
  path: "/api/stories/import",
  tags,
  summary: "Take in a story from a Twee 3 or Twine 2 file",
  description:
    "The file as the raw body (`?name=` tells its name) or as the first file of a form, 4 MB at most. The first link of a passage is left, the second right, then more. What Twine computes is left out, and told in `lost`.",
  request: { query: z.object({ name: z.string().max(1000).optional() }) },
  responses: { 201: jsonOf(StoryImported, "The story, and what could not be taken") },
});
const twee = defineRoute("member", {
  method: "get",
  path: "/api/stories/{id}/twee",
  tags,
  summary: "A story as a Twee 3 file, which Twine reads, and this server too",
  request: { params },
  responses: {
    200: { description: "The file", content: { "text/plain": { schema: z.string() } } },
  },
});

/** Stories as files of Twine and its kin. */
export function storyFileRoutes(app: OpenAPIHono<AppEnv>, deps: StoryChangeDeps & StoryLookDeps): void {
  app.openapi(takeIn, async (c) => {
    const file = await uploadedFile(c);
    const text = file && (await textWithin(file.bytes, mostImportBytes));
    if (file === undefined || text === "") return refuse(c, "empty-upload");
    if (text === undefined)
      return refuse(c, "too-large", { message: "A story's file may have 4 MB at most." });
    const taken = await takeInStory(deps, { text, name: file.name });
    if (taken.ok) return c.json({ story: storyView(taken.story, taken.look), lost: [...taken.lost] }, 201);
    return taken.why === "too-large" ? refuse(c, "too-large", storyTooLarge) : refuse(c, taken.why);
  });

  app.openapi(twee, async (c) => {
    const story = (await deps.stories.get(StoryId(c.req.valid("param").id)))?.value;
    if (story === undefined) return refuse(c, "not-found");
    const name = encodeURIComponent(`${story.title}.twee`);
    return c.text(exportStory(story), 200, {
      "Content-Disposition": `attachment; filename*=UTF-8''${name}`,
      "Cache-Control": "no-store",
    });
  });
}

/** `undefined`: there is more of it. */
async function textWithin(bytes: ReadableStream<Uint8Array>, most: number): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of bytes) {
    size += part.length;
    if (size > most) return undefined;
    parts.push(part);
  }
  return storyFileText(Buffer.concat(parts));
}
