import { signal } from "@preact/signals";
import type { Job } from "../../../src/http/schema/job.ts";
import type { Page } from "../../../src/http/schema/page.ts";
import { onLive } from "../api/live.ts";
import { request } from "../api/request.ts";
import { pagePath } from "./page-path.ts";
import { createPagedList } from "./paged-list.ts";
import { forgetOnSignOut } from "./session.ts";

// TEMPORARY
export type Choice = {
  readonly label: string;
  readonly to: string;
  readonly needs?: readonly string[];
  readonly needsNot?: readonly string[];
  readonly gives?: readonly string[];
  readonly takes?: readonly string[];
};
export type Passage = {
  readonly name: string;
  readonly text: string;
  readonly recording?: string;
  readonly icon?: string;
  readonly choices: readonly Choice[];
};
export type Manner = { voiceId?: string; speakers: Record<string, string>; rate: number };
export type StoryLine = {
  id: string;
  title: string;
  passages: number;
  problems: number;
  cardId?: string;
  changedAtMs: number;
};
export type StoryProblem = { code: string; passage?: string; sentence: string };
export type StoryChapter = {
  key: string;
  passage: string;
  says: string;
  audioId?: string;
  choices: { left?: Step; right?: Step; atEnd?: Step };
  labels?: { left?: string; right?: string };
};
type Step = { go: "to"; chapterKey: string } | { go: "stop" } | { go: "repeat" };
export type StoryFace = {
  title: string;
  author?: string;
  description?: string;
  voice?: Manner;
  passages: readonly Passage[];
  asksAgain: boolean;
};
export type Story = StoryFace & {
  id: string;
  problems: readonly StoryProblem[];
  chapters: readonly StoryChapter[];
  cardId?: string;
  jobId?: string;
  createdAtMs: number;
  changedAtMs: number;
};
export type StoryImported = { story: Story; lost: readonly string[] };
type NewStory = { title: string } | { example: true };

/** All stories, newest first. */
export const storyList = createPagedList<StoryLine>(async ({ limit, cursor }) =>
  request<Page<StoryLine>>("GET", pagePath("/api/stories", { limit, cursor })),
);

const pathOf = (id: string, more = "") => `/api/stories/${encodeURIComponent(id)}${more}`;

/** Each throws `ApiFailure`. */
export const readStory = (id: string) => request<Story>("GET", pathOf(id));
export async function makeStory(wanted: NewStory): Promise<Story> {
  const made = await request<Story>("POST", "/api/stories", { body: wanted });
  storyList.refresh();
  return made;
}
export async function saveStory(
  id: string,
  face: StoryFace,
  ifChangedAtMs: number | undefined,
): Promise<Story> {
  const saved = await request<Story>("PUT", pathOf(id), { body: { ...face, ifChangedAtMs } });
  storyList.refresh();
  return saved;
}
export async function importStory(file: File): Promise<StoryImported> {
  const body = { name: file.name, text: await file.text() };
  const made = await request<StoryImported>("POST", "/api/stories/import", { body });
  storyList.refresh();
  return made;
}
export async function deleteStory(id: string, leaving: boolean): Promise<void> {
  await request("DELETE", pathOf(id), { keepalive: leaving });
  await storyList.reload();
}
export const makeCardOfStory = (id: string) => request<Job>("POST", pathOf(id, "/card"), { body: {} });

/** What could not be taken from a file, until somebody has seen it. */
export const lostOnImport = signal<{ readonly id: string; readonly lost: readonly string[] } | undefined>(
  undefined,
);

/** Where its Twee can be downloaded. */
export const tweeOf = (id: string) => pathOf(id, "/twee");

onLive("hello", storyList.refresh);
forgetOnSignOut(storyList.forget);
