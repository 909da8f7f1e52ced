import { signal } from "@preact/signals";
import type { Job } from "../../../src/http/schema/job.ts";
import type { Page } from "../../../src/http/schema/page.ts";
import type {
  NewStory,
  Story,
  StoryChapters,
  StoryImported,
  StoryLine,
  StoryText,
} from "../../../src/http/schema/story.ts";
import { request } from "../api/request.ts";
import { pagePath } from "./page-path.ts";
import { createPagedList } from "./paged-list.ts";
import { forgetOnSignOut } from "./session.ts";

/** All stories, newest first; who shows them asks anew. */
export const storyList = createPagedList<StoryLine>(({ limit, cursor }) =>
  request<Page<StoryLine>>("GET", pagePath("/api/stories", { limit, cursor })),
);

/** Stories that were deleted lately, the last first. */
export const storyTrash = createPagedList<StoryLine>(({ limit, cursor }) =>
  request<Page<StoryLine>>("GET", pagePath("/api/stories/trash", { limit, cursor })),
);

/** What its author writes of a story. */
export type StoryFace = Omit<StoryText, "ifChangedAtMs">;

const pathOf = (id: string, more = "") => `/api/stories/${encodeURIComponent(id)}${more}`;

/** Each throws `ApiFailure`. */
export const readStory = (id: string) => request<Story>("GET", pathOf(id));
export const readChapters = async (id: string) =>
  (await request<StoryChapters>("GET", pathOf(id, "/chapters"))).items;
export const makeStory = (wanted: NewStory) => request<Story>("POST", "/api/stories", { body: wanted });
export const saveStory = (id: string, face: StoryFace, ifChangedAtMs: number | undefined) =>
  request<Story>("PUT", pathOf(id), { body: { ...face, ifChangedAtMs } });
export const makeCardOfStory = (id: string) => request<Job>("POST", pathOf(id, "/card"), { body: {} });

/** Deletes it as it was shown. Throws `ApiFailure`. */
export async function deleteStory({ id, changedAtMs }: Story, leaving: boolean): Promise<void> {
  await request("DELETE", pathOf(id, `?ifChangedAtMs=${changedAtMs}`), { keepalive: leaving });
  await storyList.reload();
}

/** Brings a deleted one back. Throws `ApiFailure`. */
export async function restoreStory(id: string): Promise<void> {
  await request<Story>("POST", pathOf(id, "/restore"), { body: {} });
  await storyTrash.reload();
}

/** Deletes one for good that was deleted before. Throws `ApiFailure`. */
export async function deleteStoryForGood(id: string): Promise<void> {
  await request("DELETE", `/api/stories/trash/${encodeURIComponent(id)}`);
  await storyTrash.reload();
}

/** What was taken from a file, and in sentences what could not be. Throws `ApiFailure`. */
export const importStory = (file: File) =>
  request<StoryImported>("POST", pagePath("/api/stories/import", { name: file.name }), { file });

/** What a story is, without what became of it. */
export function faceOf(story: Story): StoryFace {
  const { title, author, description, coverUrl, voice, words, asksAgain, passages } = story;
  return { title, author, description, coverUrl, voice, words, asksAgain, passages };
}

/** Where its Twee can be downloaded. */
export const tweeOf = (id: string) => pathOf(id, "/twee");

/** What could not be taken from a file, until somebody has seen it. */
export const lostOnImport = signal<{ readonly id: string; readonly lost: readonly string[] } | undefined>(
  undefined,
);

forgetOnSignOut(storyList.forget);
forgetOnSignOut(storyTrash.forget);
