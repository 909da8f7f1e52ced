import { AudioId } from "../ids.ts";
import { type Passage, type StoryText, type StoryVoice, storyLimits, usualAskingWords } from "./story.ts";
import { type TwineSource, twineSourceOf } from "./twine-source.ts";
import { jsonIn, readTwineText } from "./twine-text.ts";

/** What we write into a story of ours that Twee has no place for: a passage of this name. */
export const aboutPassage = "StoryYoto";

/** More of one passage is not even read: what is cut off there would not be kept. */
const mostSource = 100_000;

/** A story that was read, and sentences about what could not be taken. */
export type StoryRead = { readonly story: StoryText; readonly lost: readonly string[] };

/** Reads Twee 3 or Twine's HTML. `undefined`: there is no story in it. */
export function importStory(file: string, fileTitle = ""): StoryRead | undefined {
  const source = twineSourceOf(file);
  const about = source?.passages.find(({ name }) => name === aboutPassage);
  const told = source?.passages.filter((passage) => passage !== about && isTold(passage)) ?? [];
  if (source === undefined || told.length === 0) return undefined;
  const lost: string[] = [];
  if (source.others > 0)
    lost.push(`There are ${source.others + 1} stories in the file; the first was taken.`);
  const skipped = source.passages.length - told.length - (about === undefined ? 0 : 1);
  if (skipped > 0)
    lost.push(
      `${skipped === 1 ? "A passage" : `${skipped} passages`} with scripts or styles of Twine's: left out.`,
    );
  if (told.length > storyLimits.passages)
    lost.push(`Of ${told.length} passages the first ${storyLimits.passages} were taken.`);
  const passages = namesFitted(
    startFirst(told, source.start)
      .slice(0, storyLimits.passages)
      .map((passage) => passageOf(passage, about !== undefined, lost)),
  );
  const title = (source.title || fileTitle || "A story").trim().slice(0, 100);
  return { story: { title, ...storyFacts(jsonIn(about?.text ?? "")), passages }, lost: [...new Set(lost)] };
}

function isTold({ name, tags }: TwineSource["passages"][number]): boolean {
  const special =
    /^(Story(Init|Menu|Caption|Banner|Interface|Author|Subtitle|Settings|JavaScript|Stylesheet|ShareLinks)|Passage(Header|Footer|Ready|Done))$/;
  const unsaid = ["script", "stylesheet", "Twine.private", "widget", "startup", "header", "footer"];
  return !special.test(name) && !tags.some((tag) => unsaid.includes(tag));
}

function startFirst(passages: TwineSource["passages"], start: string | undefined): TwineSource["passages"] {
  const first = passages.find(({ name }) => name === start);
  return first === undefined ? passages : [first, ...passages.filter((each) => each !== first)];
}

function passageOf(
  { name, text: source, place }: TwineSource["passages"][number],
  isOurs: boolean,
  lost: string[],
): Passage {
  const lose = (what: string) => void lost.push(what);
  const { text, choices, about } = readTwineText(source.slice(0, mostSource), name, { isOurs, lose });
  if (text.length > storyLimits.textCharacters || source.length > mostSource)
    lose(`The end of “${name}” was left out: it is too long for one passage.`);
  const { recording, icon } = about;
  return {
    name,
    text: text.slice(0, storyLimits.textCharacters),
    ...(recording && recording.length <= 100 && { recording: AudioId(recording) }),
    ...(icon && /^yoto:#[\w-]{1,100}$/.test(icon) && { icon }),
    choices,
    ...(place && { place }),
  };
}

/** Names that are too long are cut, and the ways to them follow; each that has none gets one of its own. */
function namesFitted(passages: readonly Passage[]): readonly Passage[] {
  const taken = new Set(passages.map(({ name }) => name));
  const free = (whole: string) => {
    let fitted = whole.slice(0, storyLimits.nameCharacters).trim();
    for (let number = 2; taken.has(fitted); number += 1)
      fitted = `${whole.slice(0, storyLimits.nameCharacters - 5).trim()} ${number}`;
    taken.add(fitted);
    return fitted;
  };
  const names = new Map<string, string>();
  for (const { name } of passages) {
    const whole = name.trim();
    if (whole === "" || (whole === name && name.length <= storyLimits.nameCharacters)) continue;
    names.set(name, free(whole));
  }
  const nameOf = (name: string) => (names.get(name) ?? name).slice(0, storyLimits.nameCharacters);
  return passages.map((passage) => ({
    ...passage,
    name: passage.name.trim() === "" ? free("Untitled") : nameOf(passage.name),
    choices: passage.choices.map((choice) => ({ ...choice, to: nameOf(choice.to) })),
  }));
}

/** What our own passage says of the story; what makes no sense is left out. */
function storyFacts(said: Readonly<Record<string, unknown>>): Omit<StoryText, "title" | "passages"> {
  const text = (name: string, most: number) => {
    const value = said[name];
    return typeof value === "string" && value.trim() !== "" ? { [name]: value.trim().slice(0, most) } : {};
  };
  const { coverUrl } = said;
  const isAddress = typeof coverUrl === "string" && /^https?:/i.test(coverUrl) && URL.canParse(coverUrl);
  const voice = record(said["voice"]);
  const { voiceId, rate } = voice;
  const speakers = Object.entries(record(voice["speakers"])).filter(
    (pair): pair is [string, string] => isShort(pair[0].trim(), 60) && isShort(pair[1], 100),
  );
  const reader: StoryVoice = {
    ...(isShort(voiceId, 100) && { voiceId }),
    speakers: Object.fromEntries(speakers.slice(0, 30)),
    rate: typeof rate === "number" && rate >= 0.5 && rate <= 2 ? rate : 1,
  };
  const words = record(said["words"]);
  const word = (name: keyof typeof usualAskingWords) => {
    const value = words[name];
    return typeof value === "string" && value.trim() !== "" ? value.slice(0, 100) : usualAskingWords[name];
  };
  return {
    ...text("author", 100),
    ...text("description", 1000),
    ...(isAddress && coverUrl.length <= 1000 && { coverUrl }),
    voice: reader,
    ...(said["words"] !== undefined && {
      words: { left: word("left"), right: word("right"), other: word("other") },
    }),
    asksAgain: said["asksAgain"] !== false,
  };
}

function isShort(value: unknown, most: number): value is string {
  return typeof value === "string" && value !== "" && value.length <= most;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
