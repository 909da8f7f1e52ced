import type { StreamId } from "../ids.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import { type Card, playsNow } from "./card.ts";
import type { ChapterEdit } from "./edit-card-json.ts";

/** The card as it is written while there is a message: chapters that say so keep saying it. */
export function withMailIcons(card: Card): Card {
  const { mailIcons } = card;
  if (mailIcons === undefined) return card;
  const chapters = card.chapters.map((chapter) => {
    const shown = mailIcons[chapter.key];
    return shown === undefined ? chapter : { ...chapter, icon: shown.shows };
  });
  return { ...card, chapters };
}

/** What makes a card at Yoto say whether there is a message. */
export type MailIconPlan = {
  /** For `editCardJson`; absent when the card says it already. */
  readonly chapters?: readonly ChapterEdit[];
  /** What is to be noted on our card; absent when nothing is shown any more. */
  readonly mailIcons?: Card["mailIcons"];
};

/**
 * Puts `icon` on the chapters that play this mailbox, or, without one, gives them back the icon they had. An icon that somebody
 * chose at Yoto meanwhile stays.
 */
export function planMailIcons(
  card: Card,
  json: JsonObject,
  mailbox: StreamId,
  icon: string | undefined,
): MailIconPlan {
  const noted: Record<string, { readonly shows: string; readonly before: string }> = {};
  const there = iconsIn(json);
  const edits = there.map(({ key, shown }, place): ChapterEdit => {
    const chapter = card.chapters.find((each) => each.key === key);
    const before = card.mailIcons?.[key];
    const plays = chapter && playsNow(card, chapter);
    const isMail = plays?.from === "stream" && plays.streamId === mailbox;
    if (isMail && icon !== undefined) {
      noted[key] = { shows: icon, before: before?.before ?? shown };
      return shown === icon ? { place } : { place, icon };
    }
    if (before === undefined) return { place };
    if (plays?.from === "stream" && plays.streamId !== mailbox) {
      noted[key] = before; // another mailbox's
      return { place };
    }
    const own = card.published?.as?.chapters.find((each) => each.key === key)?.icon;
    return shown === before.shows ? { place, icon: own ?? before.before } : { place };
  });
  return {
    ...(edits.some((edit) => edit.icon !== undefined) && { chapters: edits }),
    ...(Object.keys(noted).length > 0 && { mailIcons: noted }),
  };
}

function iconsIn(json: JsonObject): readonly { readonly key: string; readonly shown: string }[] {
  const content = json["content"];
  const chapters = isJsonObject(content) ? content["chapters"] : undefined;
  if (!Array.isArray(chapters)) return [];
  return chapters.map((chapter) => {
    if (!isJsonObject(chapter)) return { key: "", shown: "" };
    const display = chapter["display"];
    const icon = isJsonObject(display) ? display["icon16x16"] : undefined;
    return {
      key: typeof chapter["key"] === "string" ? chapter["key"] : "",
      shown: typeof icon === "string" ? icon : "",
    };
  });
}
