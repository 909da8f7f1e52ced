import { z } from "@hono/zod-openapi";
import { pageOf } from "./page.ts";

/** What this player can do; offer nothing else. */
export const PlayerCapabilities = z
  .object({
    ambientLight: z.boolean(),
    lightSensor: z.boolean(),
    temperature: z.boolean(),
    nightLight: z.boolean(),
  })
  .openapi("PlayerCapabilities");

/** The card a player has in its slot or was told to play. */
export const PlayingCard = z
  .object({
    yotoCardId: z.string(),
    title: z.string().optional(),
    author: z.string().optional(),
    /** A path on this server: screens talk to nobody else. */
    coverUrl: z.string().optional(),
    /** Our own card, if it is one. */
    cardId: z.string().optional(),
    /** How many chapters there are, where we know the card. */
    chapters: z.number().int().optional(),
    /** The child's buttons choose the way: offer neither next nor previous. */
    interactive: z.boolean().optional(),
  })
  .openapi("PlayingCard");

/**
 * What plays. `position` was true at `atMs` (server time): while `status` is `playing` and `waitingForData` is not true, add
 * the time since, up to the track's length.
 */
export const PlayerPlayback = z
  .object({
    status: z.enum(["playing", "paused", "stopped", "loading"]),
    source: z.enum(["card", "remote", "mqtt", "other"]).optional(),
    card: PlayingCard.optional(),
    chapter: z.object({ key: z.string(), title: z.string().optional() }).optional(),
    track: z
      .object({ key: z.string(), title: z.string().optional(), seconds: z.number().optional() })
      .optional(),
    position: z.object({ seconds: z.number(), atMs: z.number() }).optional(),
    streaming: z.boolean().optional(),
    waitingForData: z.boolean().optional(),
    repeatAll: z.boolean().optional(),
  })
  .openapi("PlayerPlayback");

/** Volume in both of Yoto's ways of counting: 0–16 steps on the knob, 0–100 percent in commands; the cap that holds now. */
export const PlayerVolume = z
  .object({
    steps: z.number().int(),
    percent: z.number().int(),
    maxSteps: z.number().int(),
    maxPercent: z.number().int(),
  })
  .openapi("PlayerVolume");

/** A player as we last knew it. Absent means never told. Times are milliseconds since 1970, UTC, by the server's clock. */
export const Player = z
  .object({
    id: z.string().openapi({ example: "y2SimV3Player000000000A1" }),
    name: z.string(),
    accountId: z.string(),
    family: z.enum(["v1", "v2", "v3", "mini", "unknown"]),
    deviceType: z.string().optional(),
    capabilities: PlayerCapabilities,
    online: z.boolean(),
    /** Why nothing can be asked of it now: offer nothing. Absent: it can be steered. */
    outOfReach: z.enum(["player-offline", "bluetooth-loudspeaker"]).optional(),
    presence: z.object({ is: z.enum(["online", "offline", "unknown"]), sinceMs: z.number() }),
    playback: PlayerPlayback,
    volume: PlayerVolume.optional(),
    battery: z
      .object({
        percent: z.number().optional(),
        charging: z.boolean().optional(),
        powerSource: z.enum(["battery", "dock", "usb-c", "qi"]).optional(),
      })
      .optional(),
    sleepTimerEndsAtMs: z.number().optional(),
    headphones: z.boolean().optional(),
    bluetoothHeadphones: z.boolean().optional(),
    dayMode: z.enum(["day", "night"]).optional(),
    nightLight: z.string().optional(),
    deviceCelsius: z.number().optional(),
    wifiDbm: z.number().optional(),
    firmware: z.string().optional(),
    freeDiskKib: z.number().optional(),
    /** When the last message of any kind arrived. */
    heardAtMs: z.number().optional(),
    /** The server's clock when this was answered, so that a screen whose clock is wrong extrapolates rightly. */
    nowMs: z.number(),
  })
  .openapi("Player");
export type Player = z.infer<typeof Player>;
export const PlayerPage = pageOf(Player, "PlayerPage");
