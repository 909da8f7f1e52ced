import { isJsonObject, type JsonObject } from "../json.ts";

/** A track of a card as Yoto has it: where a player gets it, and what the card calls it. */
export type YotoTrack = {
  readonly chapterKey: string;
  readonly title: string;
  readonly url: string;
  readonly format: string;
  readonly isStream: boolean;
};

/** Every track of a card's JSON that has an address, in order. */
export function yotoTracksOf(card: JsonObject): readonly YotoTrack[] {
  const content = card["content"];
  const chapters = isJsonObject(content) && Array.isArray(content["chapters"]) ? content["chapters"] : [];
  return chapters.filter(isJsonObject).flatMap((chapter) => {
    const tracks = Array.isArray(chapter["tracks"]) ? chapter["tracks"].filter(isJsonObject) : [];
    return tracks.flatMap((track) => {
      const url = textOf(track["trackUrl"]);
      if (url === "") return [];
      return [
        {
          chapterKey: textOf(chapter["key"]),
          title: textOf(track["title"]) || textOf(chapter["title"]),
          url,
          format: textOf(track["format"]),
          isStream: track["type"] === "stream",
        },
      ];
    });
  });
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
