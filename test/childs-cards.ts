import { type CardFacts, cardFactsOf } from "../src/domain/cards/card-facts.ts";
import { YotoCardId } from "../src/domain/ids.ts";
import type { Json, JsonObject } from "../src/domain/json.ts";
import type { Shortcuts } from "../src/domain/players/player-config.ts";
import { type PlayerCard, parsePlayerCard } from "../src/simulator/player/player-card.ts";
import { parseSettings } from "../src/simulator/player/settings.ts";

const goto = (key: string) => ({ cmd: "goto", params: { chapterKey: key, trackKey: key } });

/** A card of tracks of some length; `events` by key makes it interactive. */
function content(
  keys: readonly string[],
  seconds: number,
  events: Readonly<Record<string, Json>> = {},
): JsonObject {
  const interactive = Object.keys(events).length > 0;
  return {
    activity: "yoto_Player",
    version: "1",
    playbackType: interactive ? "interactive" : "linear",
    config: { resumeTimeout: 0, ...(interactive && { disableTrackNav: true, disableChapterNav: true }) },
    chapters: keys.map((key) => ({
      key,
      title: `Chapter ${key}`,
      tracks: [
        {
          key,
          title: `Track ${key}`,
          type: "stream",
          format: "mp3",
          trackUrl: `http://home/${key}.mp3`,
          duration: seconds,
          ...(events[key] !== undefined && { events: events[key] }),
        },
      ],
    })),
  };
}

const contents: Readonly<Record<string, JsonObject>> = {
  STORY: content(["01", "02", "03", "04"], 180),
  SONGS: content(["01", "02", "03", "04", "05", "06"], 65),
  SHORT: content(["01"], 40),
  CAVES: content(["gate", "cave", "lake", "home"], 90, {
    gate: { onLhb: goto("cave"), onRhb: goto("lake"), onEnd: goto("home") },
    cave: { onLhb: goto("gate"), onRhb: goto("home"), onEnd: { cmd: "stop" } },
    lake: { onLhb: goto("home"), onEnd: goto("gate") },
    home: { onEnd: { cmd: "stop" } },
  }),
  DAILY: content(["daily"], 120),
  WAKES: content(["01"], 100),
};

export const cardIds = ["STORY", "SONGS", "SHORT", "CAVES"] as const;

export const childsCards: ReadonlyMap<string, PlayerCard> = new Map(
  Object.entries(contents).flatMap(([cardId, of]) => {
    const card = parsePlayerCard({ card: { cardId, title: cardId, updatedAt: "", content: of } });
    return card === undefined ? [] : [[cardId, card] as const];
  }),
);

/** The facts of a card as our own side reads them. */
export function factsOfCard(cardId: string): CardFacts | undefined {
  const of = contents[cardId];
  return of === undefined ? undefined : cardFactsOf(YotoCardId(cardId), { title: cardId, content: of });
}

/** Day from 7 to 19:30 o'clock in Berlin, an alarm at five in the afternoon, one shortcut. */
export const childsSettings = parseSettings({
  device: {
    geoTimezone: "Europe/Berlin",
    config: {
      alarms: ["1111111,17:00,WAKES,,,5,1"],
      dayTime: "07:00",
      nightTime: "19:30",
      maxVolumeLimit: "16",
      nightMaxVolumeLimit: "8",
      pausePowerButton: false,
      shutdownTimeout: "7200",
      repeatAll: false,
    },
    shortcuts: {
      modes: {
        day: {
          content: [{ cmd: "track-play", params: { card: "DAILY", chapter: "daily", track: "daily" } }],
        },
        night: { content: [] },
      },
    },
  },
});

export function shortcutsOf(): Pick<Shortcuts, "day" | "night"> {
  return {
    day: [{ plays: "track", yotoCardId: YotoCardId("DAILY"), chapterKey: "daily", trackKey: "daily" }],
    night: [],
  };
}
