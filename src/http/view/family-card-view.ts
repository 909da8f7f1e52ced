import { cardFactsOf } from "../../domain/cards/card-facts.ts";
import type { YotoAccountId, YotoCardId } from "../../domain/ids.ts";
import { isJsonObject, type Json, type JsonObject } from "../../domain/json.ts";
import { omitUndefined } from "../../domain/plain-values.ts";
import type { FamilyCardDetail } from "../schema/family-card.ts";
import { coverPath } from "./cover-path.ts";

/** A card as another app made it, as far as it can be edited here. */
export function familyCardView(
  yotoCardId: YotoCardId,
  accountId: YotoAccountId,
  json: JsonObject,
): FamilyCardDetail {
  const { coverUrl, interactive, title } = cardFactsOf(yotoCardId, json);
  const metadata = objectOf(json["metadata"]);
  const content = objectOf(json["content"]);
  const config = objectOf(content["config"]);
  const { shuffle, resumeTimeout } = config;
  const chapters = Array.isArray(content["chapters"]) ? content["chapters"] : [];
  return {
    yotoCardId,
    accountId,
    title,
    description: textOf(metadata["description"]),
    author: textOf(metadata["author"]),
    category: textOf(metadata["category"]) || "none",
    ...omitUndefined({
      coverUrl: coverUrl && coverPath(yotoCardId),
      updatedAt: textOf(json["updatedAt"]) || undefined,
    }),
    interactive,
    resume: resumeTimeout !== 0,
    shuffle: Array.isArray(shuffle) && shuffle.length > 0,
    advance: textOf(config["autoadvance"]) || "next",
    onlineOnly: config["onlineOnly"] === true,
    chapters: chapters.map((raw: Json, place: number) => {
      const chapter = objectOf(raw);
      const tracks = Array.isArray(chapter["tracks"]) ? chapter["tracks"] : [];
      const { duration } = chapter;
      const icon = textOf(objectOf(chapter["display"])["icon16x16"]);
      return {
        place,
        key: textOf(chapter["key"]),
        title: textOf(chapter["title"]),
        ...omitUndefined({ icon: icon === "" ? undefined : icon }),
        seconds: typeof duration === "number" ? duration : 0,
        tracks: tracks.length,
      };
    }),
  };
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
const textOf = (value: Json | undefined) => (typeof value === "string" ? value : "");
