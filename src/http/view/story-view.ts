import { speakersIn } from "../../domain/audio/script.ts";
import { secondsToSpeak } from "../../domain/audio/spoken-lines.ts";
import { AudioId } from "../../domain/ids.ts";
import { omitUndefined } from "../../domain/plain-values.ts";
import type { CompiledChapter } from "../../domain/stories/compile-story.ts";
import {
  type Choice as DomainChoice,
  type Passage as DomainPassage,
  type Story as DomainStory,
  type StoryText as DomainText,
  storyLimits,
} from "../../domain/stories/story.ts";
import {
  type CountedStory,
  chaptersWithSounds,
  type StoryLook,
} from "../../usecases/stories/look-over-story.ts";
import type { Story, StoryChapters, StoryChecked, StoryLine, StoryText } from "../schema/story.ts";

const mostSpeakers = 30;

/** Said of a story that is larger than what is kept. */
export const storyTooLarge = {
  message: `A story may have about ${Math.round(storyLimits.bytes / 1000)} 000 letters: as much as fills a card. Make two of it.`,
};

/** A story as the API lists it. */
export function storyLine({ story, blocking, hints }: CountedStory): StoryLine {
  const { passages, trashedAtMs } = story;
  const more = omitUndefined({ trashedAtMs });
  return { ...factsOf(story), passages: passages.length, problems: blocking, hints, ...more };
}

/** A story as the API tells it. */
export function storyView(story: DomainStory, look: StoryLook): Story {
  const { voice, words, asksAgain, passages } = story;
  const sounding = chaptersWithSounds(story, look.chapters);
  return {
    ...factsOf(story),
    voice: {
      ...omitUndefined({ voiceId: voice.voiceId }),
      speakers: { ...voice.speakers },
      rate: voice.rate,
    },
    ...omitUndefined({ words }),
    asksAgain,
    passages: passages.map(({ choices, ...passage }) => ({
      ...passage,
      choices: choices.map(({ label, to, ...things }) => ({ label, to, ...listsOf(things) })),
    })),
    speakers: [...speakersIn(passages.map(({ text }) => text).join("\n"))].slice(0, mostSpeakers),
    ...checkedView(look),
    sounds: sounding.flatMap(({ key, passage, asks, sound }) =>
      sound === undefined ? [] : [{ chapter: key, passage, isQuestion: asks !== undefined, ...sound }],
    ),
  };
}

/** What was found when a story was looked over. */
export function checkedView({ problems, chapters, limit }: StoryLook): StoryChecked {
  return { problems: [...problems], chapters: chapters.length, limit, seconds: secondsOf(chapters) };
}

/** The chapters as the player gets them. */
export function chaptersView(story: DomainStory, { chapters }: StoryLook): StoryChapters {
  return {
    items: chaptersWithSounds(story, chapters).map((chapter) => {
      const { key, passage, asks, title, says, icon, open, left, right, atEnd, sound } = chapter;
      const audioId = says.recording ?? sound?.audioId;
      const isStale = says.recording === undefined ? sound?.isStale : undefined;
      const isQuestion = asks !== undefined;
      const text = says.recording === undefined ? says.text : "";
      const more = omitUndefined({ icon, left, right, audioId, isStale });
      return { key, passage, isQuestion, title, text, open: [...open], atEnd, ...more };
    }),
  };
}

/** What was sent, as the domain has it. */
export function storyTextOf({ ifChangedAtMs: _, ...text }: StoryText): DomainText {
  const { title, author, description, coverUrl, voice, words, asksAgain, passages } = text;
  return {
    title,
    ...omitUndefined({ author, description, coverUrl, words }),
    voice: { ...omitUndefined({ voiceId: voice.voiceId }), speakers: voice.speakers, rate: voice.rate },
    asksAgain,
    passages: passages.map(passageOf),
  };
}

function passageOf({
  name,
  text,
  recording,
  icon,
  choices,
  place,
}: StoryText["passages"][number]): DomainPassage {
  const sound = recording === undefined ? {} : { recording: AudioId(recording) };
  return { name, text, ...sound, ...omitUndefined({ icon, place }), choices: choices.map(choiceOf) };
}

function choiceOf({ label, to, ...things }: StoryText["passages"][number]["choices"][number]): DomainChoice {
  return { label, to, ...listsOf(things) };
}

type Things = { readonly [Name in "needs" | "needsNot" | "gives" | "takes"]?: readonly string[] | undefined };

/** The lists that have something in them. */
function listsOf({ needs, needsNot, gives, takes }: Things) {
  const filled = (list: readonly string[] | undefined) =>
    list === undefined || list.length === 0 ? undefined : [...new Set(list)];
  return omitUndefined({
    needs: filled(needs),
    needsNot: filled(needsNot),
    gives: filled(gives),
    takes: filled(takes),
  });
}

function factsOf({ id, title, createdAtMs, changedAtMs, ...more }: DomainStory) {
  const { author, description, coverUrl, cardId, cardOfMs, jobId } = more;
  const isCardStale = cardId === undefined ? undefined : cardOfMs !== changedAtMs;
  const facts = omitUndefined({ author, description, coverUrl, cardId, isCardStale, jobId });
  return { id, title, ...facts, createdAtMs, changedAtMs };
}

function secondsOf(chapters: readonly CompiledChapter[]): number {
  const characters = chapters.reduce((sum, { says }) => sum + says.text.length, 0);
  return Math.round(secondsToSpeak(characters));
}
