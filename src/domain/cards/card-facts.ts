import type { CardId, YotoCardId } from "../ids.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import { omitUndefined } from "../plain-values.ts";

/** One track of a card, in the order of playing. `seconds` is absent for streams, whose length Yoto does not know. */
export type CardTrack = {
  readonly chapterKey: string;
  readonly chapterTitle: string;
  readonly trackKey: string;
  readonly trackTitle: string;
  readonly seconds?: number;
  /** Where the buttons and the end of the track lead on an interactive card; a stop or a repeat leads nowhere else. */
  readonly on?: Readonly<Partial<Record<"left" | "right" | "end", TrackTarget>>>;
};

type TrackTarget = { readonly chapterKey: string; readonly trackKey: string };

/** What a screen shows of a card, and what is needed to move within it. */
export type CardFacts = {
  readonly yotoCardId: YotoCardId;
  readonly title: string;
  readonly author?: string;
  readonly coverUrl?: string;
  /** Our own card, if it is one. */
  readonly cardId?: CardId;
  /** Buttons choose the way: next and previous are not ours to give. */
  readonly interactive: boolean;
  /** The player's own next and previous work on it. */
  readonly navigable: boolean;
  readonly tracks: readonly CardTrack[];
};

/** Reads the facts out of a card as Yoto keeps it; what is not there or makes no sense is left out, never thrown about. */
export function cardFactsOf(yotoCardId: YotoCardId, json: JsonObject): CardFacts {
  const content = objectIn(json, "content");
  const config = objectIn(content, "config");
  const metadata = objectIn(json, "metadata");
  const author = textIn(metadata, "author");
  const coverUrl = textIn(objectIn(metadata, "cover"), "imageL");
  return {
    yotoCardId,
    title: textIn(json, "title") ?? "",
    ...(author === undefined ? {} : { author }),
    ...(coverUrl === undefined ? {} : { coverUrl }),
    interactive: content["playbackType"] === "interactive",
    navigable: config["disableTrackNav"] !== true || config["disableChapterNav"] !== true,
    tracks: objectsIn(content, "chapters").flatMap((chapter) =>
      objectsIn(chapter, "tracks").flatMap((track) => {
        const chapterKey = textIn(chapter, "key");
        const trackKey = textIn(track, "key");
        const seconds = track["duration"];
        if (chapterKey === undefined || trackKey === undefined) return [];
        return [
          {
            chapterKey,
            chapterTitle: textIn(chapter, "title") ?? "",
            trackKey,
            trackTitle: textIn(track, "title") ?? "",
            ...(typeof seconds === "number" && seconds > 0 ? { seconds } : {}),
            ...triggersOf(objectIn(track, "events")),
          },
        ];
      }),
    ),
  };
}

/** @see https://yoto.dev/myo/card-content-schema/ `onLhb`, `onRhb`, `onEnd` */
function triggersOf(events: JsonObject): Pick<CardTrack, "on"> {
  const target = (name: string): TrackTarget | undefined => {
    const event = objectIn(events, name);
    const params = objectIn(event, "params");
    const [chapterKey, trackKey] = [textIn(params, "chapterKey"), textIn(params, "trackKey")];
    if (event["cmd"] !== "goto" || chapterKey === undefined || trackKey === undefined) return undefined;
    return { chapterKey, trackKey };
  };
  const on = omitUndefined({ left: target("onLhb"), right: target("onRhb"), end: target("onEnd") });
  return Object.keys(on).length === 0 ? {} : { on };
}

function objectIn(json: JsonObject, name: string): JsonObject {
  const value = json[name];
  return isJsonObject(value) ? value : {};
}

function objectsIn(json: JsonObject, name: string): readonly JsonObject[] {
  const value = json[name];
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function textIn(json: JsonObject, name: string): string | undefined {
  const value = json[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}
