import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { StoryId } from "../../domain/ids.ts";
import { blankPassages, exampleStory } from "../../domain/stories/example-story.ts";
import type { Story as DomainStory, StoryText as DomainText } from "../../domain/stories/story.ts";
import type { Stories } from "../../stores/stories.ts";
import type { EnqueueJobDeps } from "../../usecases/jobs/enqueue-job.ts";
import {
  changeStory,
  deleteStory,
  deleteStoryForGood,
  makeStory,
  restoreStory,
  type StoryChangeDeps,
} from "../../usecases/stories/change-story.ts";
import { countProblems, lookOverStory, type StoryLookDeps } from "../../usecases/stories/look-over-story.ts";
import { enqueueStoryCard } from "../../usecases/stories/make-story-card.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { refuse } from "../refuse.ts";
import { IfUnchangedQuery } from "../schema/if-changed.ts";
import { Job } from "../schema/job.ts";
import { PageQuery } from "../schema/page.ts";
import { NewStory, Story, StoryChapters, StoryChecked, StoryPage, StoryText } from "../schema/story.ts";
import { jobView } from "../view/job-view.ts";
import {
  chaptersView,
  checkedView,
  storyLine,
  storyTextOf,
  storyTooLarge,
  storyView,
} from "../view/story-view.ts";
import { storyFileRoutes } from "./story-files.ts";

export type StoryDeps = StoryChangeDeps &
  StoryLookDeps &
  Omit<EnqueueJobDeps, "jobQueue"> & {
    /** Absent in a process that has nobody to do long work. */
    readonly jobQueue?: EnqueueJobDeps["jobQueue"] | undefined;
  };

const tags = ["Stories"];
const params = z.object({ id: z.string().regex(/^[a-z0-9]{1,60}$/) });

const list = defineRoute("member", {
  method: "get",
  path: "/api/stories",
  tags,
  summary: "Stories with choices, newest first",
  request: { query: PageQuery },
  responses: { 200: jsonOf(StoryPage, "A page") },
});
const make = defineRoute("member", {
  method: "post",
  path: "/api/stories",
  tags,
  summary: "Begin a story: the example, a blank one, or one that is written already",
  request: { body: bodyOf(NewStory) },
  responses: { 201: jsonOf(Story, "The story") },
});
const one = defineRoute("member", {
  method: "get",
  path: "/api/stories/{id}",
  tags,
  summary: "A story, and what is wrong with it",
  request: { params },
  responses: { 200: jsonOf(Story, "The story") },
});
const change = defineRoute("member", {
  method: "put",
  path: "/api/stories/{id}",
  tags,
  summary: "Write a story anew, whole",
  description:
    "Flaws are kept and told in `problems`. The card that was made of it stays as it is until it is made again.",
  request: { params, body: bodyOf(StoryText) },
  responses: { 200: jsonOf(Story, "As it is now") },
});
const remove = defineRoute("member", {
  method: "delete",
  path: "/api/stories/{id}",
  tags,
  summary: "Delete a story; its card and recordings stay",
  description: "It lies in the trash for thirty days, then it is gone for good.",
  request: { params, query: IfUnchangedQuery },
  responses: { 204: { description: "Deleted" } },
});
const trash = defineRoute("member", {
  method: "get",
  path: "/api/stories/trash",
  tags,
  summary: "Stories that were deleted lately, the last first",
  request: { query: PageQuery },
  responses: { 200: jsonOf(StoryPage, "A page") },
});
const forGood = defineRoute("member", {
  method: "delete",
  path: "/api/stories/trash/{id}",
  tags,
  summary: "Delete for good a story that lies in the trash; its card and recordings stay",
  request: { params },
  responses: { 204: { description: "Gone" } },
});
const restore = defineRoute("member", {
  method: "post",
  path: "/api/stories/{id}/restore",
  tags,
  summary: "Bring a deleted story back, as it was",
  description:
    "Its card belongs to it again if it is still there. A story that is not deleted stays as it is.",
  request: { params },
  responses: { 200: jsonOf(Story, "The story") },
});
const check = defineRoute("member", {
  method: "get",
  path: "/api/stories/{id}/check",
  tags,
  summary: "What is wrong with a story, and how much of a card it fills",
  request: { params },
  responses: { 200: jsonOf(StoryChecked, "What was found") },
});
const makeCard = defineRoute("member", {
  method: "post",
  path: "/api/stories/{id}/card",
  tags,
  summary: "Make the story's card, or make it anew: what would sound differently by now is spoken",
  description:
    "The card is the same each time. Yoto hears of it when the card is published. A story with problems that block is refused as `story-not-ready`; the details have them.",
  request: { params },
  responses: {
    202: jsonOf(Job, "Follow the job: its result tells the card and the collection of recordings"),
  },
});
const chapters = defineRoute("member", {
  method: "get",
  path: "/api/stories/{id}/chapters",
  tags,
  summary: "A story as the player gets it: chapters, and where the buttons lead",
  description:
    "To play it, begin with the first and follow its steps. Empty while there are more ways than can be counted out.",
  request: { params },
  responses: { 200: jsonOf(StoryChapters, "The chapters") },
});

/** Stories in which the child chooses the way. */
export function storyRoutes(app: OpenAPIHono<AppEnv>, deps: StoryDeps): void {
  storyFileRoutes(app, deps);
  const storyAt = async (id: string): Promise<DomainStory | undefined> =>
    (await deps.stories.get(StoryId(id)))?.value;

  const pageFrom = async (
    read: Stories["list"],
    { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  ) => {
    const page = await read({ limit, backwards: true, ...(cursor && { cursor }) });
    const stories = page.records.map(({ value }) => value);
    return { items: (await countProblems(deps, stories)).map(storyLine), cursor: page.cursor };
  };

  app.openapi(list, async (c) => c.json(await pageFrom(deps.stories.list, c.req.valid("query")), 200));

  app.openapi(trash, async (c) => c.json(await pageFrom(deps.stories.trash, c.req.valid("query")), 200));

  app.openapi(forGood, async (c) => {
    const isGone = await deleteStoryForGood(deps, StoryId(c.req.valid("param").id));
    return isGone ? c.body(null, 204) : refuse(c, "not-found");
  });

  app.openapi(restore, async (c) => {
    const story = await restoreStory(deps, StoryId(c.req.valid("param").id));
    if (story === undefined) return refuse(c, "not-found");
    return c.json(storyView(story, await lookOverStory(deps, story)), 200);
  });

  app.openapi(make, async (c) => {
    const made = await makeStory(deps, newTextOf(c.req.valid("json")));
    return made.ok ? c.json(storyView(made.story, made.look), 201) : refuse(c, "too-large", storyTooLarge);
  });

  app.openapi(one, async (c) => {
    const story = await storyAt(c.req.valid("param").id);
    if (story === undefined) return refuse(c, "not-found");
    return c.json(storyView(story, await lookOverStory(deps, story)), 200);
  });

  app.openapi(change, async (c) => {
    const text = c.req.valid("json");
    const id = StoryId(c.req.valid("param").id);
    const changed = await changeStory(deps, id, storyTextOf(text), text.ifChangedAtMs);
    if (changed.ok) return c.json(storyView(changed.story, changed.look), 200);
    return changed.why === "too-large" ? refuse(c, "too-large", storyTooLarge) : refuse(c, changed.why);
  });

  app.openapi(remove, async (c) => {
    const { ifChangedAtMs } = c.req.valid("query");
    const deleted = await deleteStory(deps, StoryId(c.req.valid("param").id), ifChangedAtMs);
    return deleted.ok ? c.body(null, 204) : refuse(c, deleted.why);
  });

  app.openapi(check, async (c) => {
    const story = await storyAt(c.req.valid("param").id);
    if (story === undefined) return refuse(c, "not-found");
    return c.json(checkedView(await lookOverStory(deps, story)), 200);
  });

  app.openapi(makeCard, async (c) => {
    const { jobQueue } = deps;
    if (jobQueue === undefined) return refuse(c, "unavailable");
    const id = StoryId(c.req.valid("param").id);
    const ordered = await enqueueStoryCard({ ...deps, jobQueue }, id, c.var.caller?.name ?? "system");
    if (ordered.ok) return c.json(jobView(ordered.job), 202);
    if (ordered.why === "not-found") return refuse(c, "not-found");
    const { problems } = ordered;
    const more = problems.length > 1 ? ` And ${problems.length - 1} more.` : "";
    return refuse(c, "story-not-ready", {
      message: `${problems[0]?.message ?? ""}${more}`,
      details: problems,
    });
  });

  app.openapi(chapters, async (c) => {
    const story = await storyAt(c.req.valid("param").id);
    if (story === undefined) return refuse(c, "not-found");
    return c.json(chaptersView(story, await lookOverStory(deps, story)), 200);
  });
}

function newTextOf({ example, title = "", passages, ...text }: z.infer<typeof NewStory>): DomainText {
  if (example) return { ...exampleStory, title: title || exampleStory.title };
  const written = storyTextOf({ ...text, title, passages: passages ?? [] });
  return passages === undefined ? { ...written, passages: blankPassages } : written;
}
