import type { CardId, YotoCardId } from "./ids.ts";
import { isJsonObject, type JsonObject } from "./json.ts";

/** One track of a card, in the order of playing. `seconds` is absent for streams, whose length Yoto does not know. */
export type CardTrack = {
  readonly chapterKey: string;
  readonly chapterTitle: string;
  readonly trackKey: string;
  readonly trackTitle: string;
  readonly seconds?: number;
};

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
  readonly tracks: readonly CardTrack[];
};

/** Reads the facts out of a card as Yoto keeps it; what is not there or makes no sense is left out, never thrown about. */
export function cardFactsOf(yotoCardId: YotoCardId, json: JsonObject): CardFacts {
  const content = objectIn(json, "content");
  const metadata = objectIn(json, "metadata");
  const author = textIn(metadata, "author");
  const coverUrl = textIn(objectIn(metadata, "cover"), "imageL");
  return {
    yotoCardId,
    title: textIn(json, "title") ?? "",
    ...(author === undefined ? {} : { author }),
    ...(coverUrl === undefined ? {} : { coverUrl }),
    interactive: content["playbackType"] === "interactive",
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
          },
        ];
      }),
    ),
  };
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
