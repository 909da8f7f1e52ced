import { z } from "zod";
import { YotoCardId } from "../domain/ids.ts";
import { isJsonObject, type Json, type JsonObject } from "../domain/json.ts";
import type { Shortcut, Shortcuts } from "../domain/players/player-config.ts";

const TrackPlay = z.looseObject({
  cmd: z.literal("track-play"),
  params: z.looseObject({ card: z.string(), chapter: z.string(), track: z.string() }),
});

/** Reads the shortcuts of a player: what the right button starts while no card plays, by number of presses. */
export function readShortcuts(written: Json | undefined): Shortcuts {
  if (!isJsonObject(written)) return { day: [], night: [] };
  return { day: readMode(written, "day"), night: readMode(written, "night"), asWritten: written };
}

/** Writes shortcuts; fields nobody has explained travel along. */
export function writeShortcuts({ day, night, asWritten = {} }: Shortcuts): JsonObject {
  const modes = isJsonObject(asWritten["modes"]) ? asWritten["modes"] : {};
  const mode = (name: "day" | "night", shortcuts: readonly Shortcut[]): JsonObject => {
    const before = isJsonObject(modes[name]) ? modes[name] : {};
    return { ...before, content: shortcuts.map(writeShortcut) };
  };
  return { ...asWritten, modes: { ...modes, day: mode("day", day), night: mode("night", night) } };
}

function readMode(written: JsonObject, name: "day" | "night"): Shortcut[] {
  const modes = isJsonObject(written["modes"]) ? written["modes"] : {};
  const content = isJsonObject(modes[name]) ? modes[name]["content"] : undefined;
  return Array.isArray(content) ? content.filter((each) => isJsonObject(each)).map(readShortcut) : [];
}

function readShortcut(written: JsonObject): Shortcut {
  const parsed = TrackPlay.safeParse(written);
  // One with more in it than we know is kept whole.
  if (!parsed.success || Object.keys(written).length > 2 || Object.keys(parsed.data.params).length > 3)
    return { plays: "something-else", asWritten: written };
  const { card, chapter, track } = parsed.data.params;
  return { plays: "track", yotoCardId: YotoCardId(card), chapterKey: chapter, trackKey: track };
}

function writeShortcut(shortcut: Shortcut): JsonObject {
  return shortcut.plays === "track"
    ? {
        cmd: "track-play",
        params: { card: shortcut.yotoCardId, chapter: shortcut.chapterKey, track: shortcut.trackKey },
      }
    : shortcut.asWritten;
}
