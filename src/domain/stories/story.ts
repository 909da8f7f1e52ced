import type { AudioId, CardId, JobId, StoryId } from "../ids.ts";

/** A way on. Which ways are open goes by what the child carries: things, or what was done, each a word of the author's. */
export type Choice = {
  /** What the child hears: "Go into the cave". Empty where the way is the only one. */
  readonly label: string;
  /** The name of a passage; empty, or of one that nobody wrote yet, while the story is being written. */
  readonly to: string;
  /** Open only to who carries all of these, and none of those. */
  readonly needs?: readonly string[];
  readonly needsNot?: readonly string[];
  /** Who goes this way carries these from then on, and those no longer. */
  readonly gives?: readonly string[];
  readonly takes?: readonly string[];
};

/** What is told in one go, and the ways on. */
export type Passage = {
  /** Unique in the story; only its author sees it. */
  readonly name: string;
  /** Read aloud. With nothing to say, and one way open, the story goes on at once. */
  readonly text: string;
  /** Played instead of the text. */
  readonly recording?: AudioId;
  /** `yoto:#<mediaId>` of a 16×16 icon. */
  readonly icon?: string;
  /** The left one first. None: the story ends here. */
  readonly choices: readonly Choice[];
  /** Where its author put it on Twine's map; it goes along into the file that Twine gets back. Our own map is drawn anew. */
  readonly place?: { readonly x: number; readonly y: number };
};

/** Who reads it, and how fast. */
export type StoryVoice = {
  /** The narrator's; absent: the first voice there is. */
  readonly voiceId?: string;
  /** Whose voice each speaker has (`Wolf: …` at the beginning of a line): ids of voices by name. */
  readonly speakers: Readonly<Record<string, string>>;
  /** 1 is the voice's own speed; 0.5–2. */
  readonly rate: number;
};

/** How the child is told what to press, in the story's own language. */
export type AskingWords = { readonly left: string; readonly right: string; readonly other: string };

/** Said where a story has no words of its own. */
export const usualAskingWords: AskingWords = {
  left: "Press left.",
  right: "Press right.",
  other: "Something else?",
};

/** The recording that was last made of a chapter of the story. */
export type StorySound = {
  /** The chapter's key on the card. */
  readonly chapter: string;
  /** Tells whether the chapter would be spoken differently by now. */
  readonly mark: string;
  readonly audioId: AudioId;
};

/** Recordings of a story that it does not need any more since then. */
export type ReplacedSounds = {
  readonly sinceMs: number;
  readonly audio: readonly AudioId[];
  /** They are being let go: what of them lies in the trash was put there by nobody else. */
  readonly going?: true;
};

/** How much was found when the story was looked over last, so that lists need not do it again. */
export type StoryFindings = {
  /** By which rules, and for how many chapters on a card: by others more or less is found. */
  readonly rules: number;
  readonly limit: number;
  readonly blocking: number;
  readonly hints: number;
};

/** What its author writes of a story. */
export type StoryText = {
  readonly title: string;
  readonly author?: string;
  readonly description?: string;
  readonly coverUrl?: string;
  readonly voice: StoryVoice;
  readonly words?: AskingWords;
  /** After a passage the child is asked, again and again until a button is pressed. Else it is silent there. */
  readonly asksAgain: boolean;
  /** The first one is where it begins. */
  readonly passages: readonly Passage[];
};

/** A story in which the child chooses the way, with two buttons. */
export type Story = StoryText & {
  readonly id: StoryId;
  /** The card that was made of it. */
  readonly cardId?: CardId;
  /** The `changedAtMs` of what that card tells; absent once a recording of it was thrown away. */
  readonly cardOfMs?: number;
  /** The job that makes it, or made it last. */
  readonly jobId?: JobId;
  readonly sounds: readonly StorySound[];
  readonly replaced?: readonly ReplacedSounds[];
  /** Absent where nobody has counted yet. What becomes of its recordings is not counted. */
  readonly findings?: StoryFindings;
  readonly createdAtMs: number;
  /** When its author changed it last. */
  readonly changedAtMs: number;
  /** Since when it lies in the trash. */
  readonly trashedAtMs?: number;
};

/** How much a story may hold. Its texts together are kept in one record, and read aloud fill a card. */
export const storyLimits = {
  passages: 500,
  nameCharacters: 60,
  textCharacters: 20_000,
  choices: 12,
  labelCharacters: 200,
  things: 20,
  thingCharacters: 40,
  bytes: 260_000,
} as const;

/** Whether the story is too long to be kept. */
export function isTooLong(text: StoryText): boolean {
  return new TextEncoder().encode(JSON.stringify(text)).length > storyLimits.bytes;
}
