import { z } from "@hono/zod-openapi";
import { storyLimits } from "../../domain/stories/story.ts";
import { CardStep } from "./card.ts";
import { IfChangedAtMs } from "./if-changed.ts";
import { pageOf } from "./page.ts";
import { speechManner } from "./speech.ts";

const name = z.string().trim().min(1).max(storyLimits.nameCharacters);
const things = z
  .array(z.string().trim().min(1).max(storyLimits.thingCharacters))
  .max(storyLimits.things)
  .optional();

/** A way on. */
export const StoryChoice = z
  .object({
    label: z
      .string()
      .max(storyLimits.labelCharacters)
      .default("")
      .openapi({ description: "What the child hears; may be empty where the way is the only one." }),
    to: z
      .string()
      .trim()
      .max(storyLimits.nameCharacters)
      .default("")
      .openapi({ description: "The name of a passage; empty: nowhere yet." }),
    needs: things.openapi({ description: "Open only to who carries all of these." }),
    needsNot: things.openapi({ description: "Open only to who carries none of these." }),
    gives: things.openapi({ description: "Who goes this way carries these from then on." }),
    takes: things.openapi({ description: "Who goes this way carries these no longer." }),
  })
  .openapi("StoryChoice");
export type StoryChoice = z.infer<typeof StoryChoice>;

/** What is told in one go, and the ways on: none is an end, one goes on by itself, two are left and right. */
export const StoryPassage = z
  .object({
    name: name.openapi({ description: "Unique in the story." }),
    text: z.string().max(storyLimits.textCharacters).default(""),
    recording: z
      .string()
      .max(100)
      .optional()
      .openapi({ description: "A recording of the library that is played instead of the text." }),
    icon: z
      .string()
      .regex(/^yoto:#[\w-]{1,100}$/, "must be an icon of Yoto's")
      .optional(),
    choices: z.array(StoryChoice).max(storyLimits.choices).default([]),
    place: z
      .object({ x: z.number(), y: z.number() })
      .optional()
      .openapi({ description: "Where its author put it on Twine's map: kept for the way back." }),
  })
  .openapi("StoryPassage");
export type StoryPassage = z.infer<typeof StoryPassage>;

const text = {
  title: z.string().trim().min(1).max(100),
  author: z.string().trim().max(100).optional(),
  description: z.string().trim().max(1000).optional(),
  coverUrl: z
    .url({ protocol: /^https?$/ })
    .max(1000)
    .optional(),
  voice: z.object(speechManner).prefault({}),
  words: z
    .object({
      left: z.string().trim().min(1).max(100),
      right: z.string().trim().min(1).max(100),
      other: z.string().trim().min(1).max(100),
    })
    .optional()
    .openapi({ description: "How the child is told what to press; absent: in English." }),
  asksAgain: z.boolean().default(true).openapi({
    description:
      "After a passage the child is asked which way, until a button is pressed. Else it is silent there.",
  }),
  passages: z.array(StoryPassage).max(storyLimits.passages),
};

/** A story as its author writes it. The first passage is where it begins. */
export const StoryText = z.object({ ...text, ifChangedAtMs: IfChangedAtMs }).openapi("StoryText");
export type StoryText = z.infer<typeof StoryText>;

/** A new story: the example, a blank one, or one that is written already. */
export const NewStory = z
  .object({
    ...text,
    title: text.title.optional().openapi({ description: "May be left out with the example only." }),
    passages: text.passages.optional().openapi({ description: "Left out: one that is still empty." }),
    example: z.literal(true).optional().openapi({ description: "Begin with the example that is built in." }),
  })
  .refine(({ example, title }) => example || title !== undefined, {
    path: ["title"],
    message: "is missing: say how the story is called",
  })
  .openapi("NewStory");
export type NewStory = z.input<typeof NewStory>;

/** What is wrong with a story, or strange. */
export const StoryProblem = z
  .object({
    code: z.enum([
      "no-passages",
      "alike-names",
      "nowhere",
      "nothing-to-say",
      "label-missing",
      "too-many-chapters",
      "too-many-ways",
      "recording-gone",
      "unreachable",
      "no-ending",
      "never-given",
    ]),
    message: z.string(),
    passage: z.string().optional(),
    choice: z.number().int().optional().openapi({ description: "Which of its choices, from 0." }),
    blocks: z
      .boolean()
      .openapi({ description: "No card can be made before this is put right; the others are hints." }),
  })
  .openapi("StoryProblem");
export type StoryProblem = z.infer<typeof StoryProblem>;

const facts = {
  id: z.string(),
  title: z.string(),
  author: z.string().optional(),
  description: z.string().optional(),
  coverUrl: z.string().optional(),
  cardId: z.string().optional().openapi({ description: "The card that was made of it." }),
  isCardStale: z.boolean().optional().openapi({
    description: "The story was changed since its card was made, or a recording of it was deleted.",
  }),
  jobId: z.string().optional().openapi({ description: "The job that makes it, or made it last." }),
  createdAtMs: z.number(),
  changedAtMs: z.number(),
};

/** A story in the list. */
export const StoryLine = z
  .object({
    ...facts,
    passages: z.number().int(),
    problems: z.number().int().openapi({ description: "How many things block making a card." }),
    hints: z.number().int(),
    trashedAtMs: z
      .number()
      .optional()
      .openapi({ description: "When it came into the trash; thirty days later it is gone for good." }),
  })
  .openapi("StoryLine");
export type StoryLine = z.infer<typeof StoryLine>;
export const StoryPage = pageOf(StoryLine, "StoryPage");

/** The recording that was last made of a chapter. */
const StorySound = z.object({
  chapter: z.string(),
  passage: z.string(),
  isQuestion: z.boolean(),
  audioId: z.string(),
  isStale: z.boolean().openapi({ description: "It would be spoken differently by now." }),
});

/** A story with what is wrong with it. */
export const Story = z
  .object({
    ...facts,
    voice: z.object({
      voiceId: z.string().optional(),
      speakers: z.record(z.string(), z.string()),
      rate: z.number(),
    }),
    words: z.object({ left: z.string(), right: z.string(), other: z.string() }).optional(),
    asksAgain: z.boolean(),
    passages: z.array(StoryPassage),
    speakers: z
      .array(z.string())
      .openapi({ description: "Who seems to speak in it (`Wolf: …`): each can have a voice." }),
    problems: z.array(StoryProblem),
    chapters: z.number().int().openapi({ description: "How many chapters its card has." }),
    limit: z.number().int().openapi({ description: "How many fit on a card." }),
    seconds: z.number().openapi({ description: "About how long all chapters are together." }),
    sounds: z.array(StorySound),
  })
  .openapi("Story");
export type Story = z.infer<typeof Story>;

/** A story that was taken in, and sentences about what could not be. */
export const StoryImported = z.object({ story: Story, lost: z.array(z.string()) }).openapi("StoryImported");
export type StoryImported = z.infer<typeof StoryImported>;

/** What is wrong with it, and how much of a card it fills. */
export const StoryChecked = z
  .object({
    problems: z.array(StoryProblem),
    chapters: z.number().int(),
    limit: z.number().int(),
    seconds: z.number(),
  })
  .openapi("StoryChecked");
export type StoryChecked = z.infer<typeof StoryChecked>;

/** The story as the player gets it: begin with the first chapter, and follow its steps. */
export const StoryChapters = z
  .object({
    items: z.array(
      z.object({
        key: z.string(),
        passage: z.string(),
        isQuestion: z.boolean(),
        title: z.string(),
        text: z.string().openapi({ description: "What is read aloud; empty beside a recording." }),
        icon: z.string().optional(),
        open: z.array(z.string()).openapi({ description: "The labels of the ways that are open." }),
        left: CardStep.optional(),
        right: CardStep.optional(),
        atEnd: CardStep,
        audioId: z
          .string()
          .optional()
          .openapi({ description: "Its own recording, or the one that was last made of it." }),
        isStale: z.boolean().optional(),
      }),
    ),
  })
  .openapi("StoryChapters");
export type StoryChapters = z.infer<typeof StoryChapters>;
