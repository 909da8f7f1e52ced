import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import { diffJson } from "../json-diff.ts";

/** What follows from other fields, or is the server's own: not worth a sentence. */
const derived =
  /^(updatedAt|createdAt|userId|_id|cardId)$|^metadata\.media\b|(^|\.)(duration|fileSize|hasStreams|isNew|overlayLabel|channels|format|type)$/;

const categories: Readonly<Record<string, string>> = { sfx: "sounds", none: "no category" };

/**
 * What a write would change on a card as Yoto keeps it, in sentences for people, in the order of the card. What no sentence
 * speaks of is named by its path at the end, so that nothing changes unsaid.
 */
export function cardChangeWords(before: JsonObject, after: JsonObject): readonly string[] {
  const [was, is] = [factsOf(before), factsOf(after)];
  const sentences = [
    ...renamed("The title", was.title, is.title),
    ...renamed("The author", was.author, is.author),
    ...renamed("The description", was.description, is.description),
    ...(was.category === is.category ? [] : [`The category becomes ${categoryWords(is.category)}.`]),
    ...(was.cover === is.cover
      ? []
      : [is.cover === "" ? "The cover is taken away." : "The cover becomes another picture."]),
    ...chapterWords(was.chapters, is.chapters),
    ...configWords(was.config, is.config),
  ];
  return [...sentences, ...restWords(before, after)];
}

type ChapterFacts = {
  readonly key: string;
  readonly title: string;
  readonly icon: string;
  readonly tracks: string;
  readonly plays: string;
  /** Where its buttons and its end lead. */
  readonly ways: string;
  readonly json: JsonObject;
};

function factsOf(card: JsonObject) {
  const metadata = objectIn(card, "metadata");
  const content = objectIn(card, "content");
  return {
    title: textIn(card, "title"),
    author: textIn(metadata, "author"),
    description: textIn(metadata, "description"),
    category: textIn(metadata, "category"),
    cover: textIn(objectIn(metadata, "cover"), "imageL"),
    config: { ...objectIn(content, "config"), playbackType: content["playbackType"] ?? "linear" },
    chapters: objectsIn(content, "chapters").map((json): ChapterFacts => {
      const tracks = objectsIn(json, "tracks");
      return {
        key: textIn(json, "key"),
        title: textIn(json, "title"),
        icon: textIn(objectIn(json, "display"), "icon16x16"),
        tracks: tracks.map((track) => textIn(track, "title")).join("\n"),
        plays: tracks.map((track) => textIn(track, "trackUrl")).join("\n"),
        ways: JSON.stringify(tracks.map((track) => waysOf(objectIn(track, "events")))),
        json,
      };
    }),
  };
}

function renamed(what: string, before: string, after: string): string[] {
  if (before === after) return [];
  if (after === "") return [`${what} is taken away; it was “${short(before)}”.`];
  return [
    before === ""
      ? `${what} becomes “${short(after)}”.`
      : `${what} “${short(before)}” becomes “${short(after)}”.`,
  ];
}

function chapterWords(before: readonly ChapterFacts[], after: readonly ChapterFacts[]): string[] {
  const old = new Map(before.map((chapter) => [chapter.key, chapter]));
  const now = new Map(after.map((chapter) => [chapter.key, chapter]));
  const words: string[] = [];
  for (const [index, chapter] of after.entries()) {
    const was = old.get(chapter.key);
    const name = `Chapter ${index + 1} “${short(chapter.title)}”`;
    if (was === undefined) {
      words.push(`${name} is new.`);
      continue;
    }
    if (was.title !== chapter.title)
      words.push(`Chapter ${index + 1} “${short(was.title)}” is renamed “${short(chapter.title)}”.`);
    else if (was.tracks !== chapter.tracks) words.push(`Tracks of ${name} are renamed.`);
    if (was.icon !== chapter.icon) words.push(`${name} gets another icon.`);
    if (was.ways !== chapter.ways) words.push(`${name} leads elsewhere: by a button, or at its end.`);
    if (was.plays !== chapter.plays) words.push(`${name} ${playsWords(was.plays, chapter.plays)}`);
  }
  for (const chapter of before)
    if (!now.has(chapter.key)) words.push(`Chapter “${short(chapter.title)}” is taken off.`);
  const stay = (list: readonly ChapterFacts[], other: ReadonlyMap<string, ChapterFacts>) =>
    list.flatMap(({ key }) => (other.has(key) ? [key] : []));
  if (stay(before, now).join("\n") !== stay(after, old).join("\n"))
    words.push(`The order becomes: ${after.map(({ title }) => short(title)).join(", ")}.`);
  return words;
}

function playsWords(before: string, after: string): string {
  const [was, is] = [whereFrom(before), whereFrom(after)];
  if (was === "Yoto" && is === "here") return "is streamed from this server again.";
  if (was === "here" && is === "Yoto") return "plays the copy at Yoto.";
  if (is === "here") return "gets its new address on this server.";
  return "plays other audio.";
}

/** In an order of our own: Yoto's may be another one. */
const waysOf = (events: JsonObject) =>
  ["onLhb", "onRhb", "onEnd"].map((name) => {
    const { cmd, params } = objectIn(events, name);
    return [cmd, isJsonObject(params) ? textIn(params, "chapterKey") : ""];
  });

const whereFrom = (urls: string) =>
  urls.split("\n").every((url) => url.startsWith("yoto:#")) ? "Yoto" : "here";

function configWords(before: JsonObject, after: JsonObject): string[] {
  const words: string[] = [];
  const differs = (name: string) => diffJson(before[name], after[name]).length > 0;
  if (differs("resumeTimeout")) {
    const seconds = Number(after["resumeTimeout"]);
    words.push(
      seconds > 0
        ? `Players remember where the card was stopped, for ${Math.max(1, Math.round(seconds / 86_400))} days.`
        : "Players begin at the beginning each time.",
    );
  }
  if (differs("autoadvance"))
    words.push(
      {
        none: "After each chapter the player stops.",
        repeat: "Each chapter repeats until the child goes on.",
      }[String(after["autoadvance"])] ?? "After each chapter the next one follows.",
    );
  if (differs("shuffle")) {
    const list = after["shuffle"];
    words.push(
      Array.isArray(list) && list.length > 0 ? "Chapters play in mixed order." : "Chapters play in order.",
    );
  }
  if (differs("onlineOnly"))
    words.push(
      after["onlineOnly"] === true
        ? "Players keep no copy: the card plays with Wi-Fi only."
        : "Players may keep a copy and play it without Wi-Fi.",
    );
  if (differs("playbackType"))
    words.push(
      after["playbackType"] === "interactive"
        ? "The buttons choose the way."
        : "The buttons turn pages again.",
    );
  return words;
}

const spoken =
  /^(title|metadata|metadata\.(author|description|category|cover(\.imageL)?)|content\.playbackType|content\.config\.(resumeTimeout|autoadvance|shuffle.*|onlineOnly))$/;
const spokenInChapter =
  /^(title|display|display\.icon16x16)$|^tracks(\[\d+\])?($|\.(key|title|trackUrl|display|display\.icon16x16)$|\.events\b)/;

/** What changes besides, by its path; chapters are compared with themselves wherever they stand. */
function restWords(before: JsonObject, after: JsonObject): string[] {
  const paths = diffJson(withoutChapters(before), withoutChapters(after)).map(({ path }) => path);
  const now = new Map(chaptersOf(after).map((chapter) => [chapter["key"], chapter]));
  const within = chaptersOf(before).flatMap((chapter) => {
    const same = now.get(chapter["key"]);
    const found = same === undefined ? [] : diffJson(chapter, same).map(({ path }) => path);
    return found.filter((path) => !spokenInChapter.test(path));
  });
  const rest = [...paths.filter((path) => !spoken.test(path)), ...within].filter(
    (path) => !derived.test(path),
  );
  const told = [...new Set(rest)];
  return told.length === 0 ? [] : [`Also: ${told.slice(0, 8).join(", ")}${told.length > 8 ? " …" : ""}.`];
}

function withoutChapters(card: JsonObject): JsonObject {
  const { chapters: _, ...content } = objectIn(card, "content");
  return { ...card, content };
}

const chaptersOf = (card: JsonObject) => objectsIn(objectIn(card, "content"), "chapters");

const categoryWords = (category: string) =>
  categories[category] ?? (category === "" ? "no category" : category);
const short = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}…` : text);

function objectIn(json: JsonObject, name: string): JsonObject {
  const value = json[name];
  return isJsonObject(value) ? value : {};
}

function objectsIn(json: JsonObject, name: string): readonly JsonObject[] {
  const value: Json | undefined = json[name];
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function textIn(json: JsonObject, name: string): string {
  const value = json[name];
  return typeof value === "string" ? value : "";
}
