import { z } from "@hono/zod-openapi";
import { actionKinds } from "../../domain/actions/action.ts";
import { PageQuery, pageOf } from "./page.ts";

const causes = ["child", "us", "app", "shortcut", "alarm", "timer", "player", "unknown"] as const;

/** One thing that happened on a player. No player reports its buttons: `confidence` says how sure the conclusion is. */
export const HistoryEntry = z
  .object({
    /** Unique within a player's history. */
    id: z.string(),
    atMs: z.number(),
    playerId: z.string(),
    /** `card-inserted`, `next-track`, `volume-changed` … */
    kind: z.string(),
    /** Who or what did it. */
    cause: z.enum(causes),
    confidence: z.enum(["high", "medium", "low"]),
    /** As one would tell it. */
    sentence: z.string(),
    card: z
      .object({
        yotoCardId: z.string(),
        title: z.string().optional(),
        coverUrl: z.string().optional(),
        /** Our own card, if it is one. */
        cardId: z.string().optional(),
      })
      .optional(),
    /** Everything that is kept of it. */
    facts: z.record(z.string(), z.unknown()),
  })
  .openapi("HistoryEntry");
export type HistoryEntry = z.infer<typeof HistoryEntry>;
export const HistoryPage = pageOf(HistoryEntry, "HistoryPage");

const kinds = z
  .string()
  .max(1000)
  .transform((text) => text.split(",").filter((each) => each !== ""))
  .pipe(z.array(z.enum(actionKinds)))
  .openapi({ type: "string", description: `Any of these, separated by commas: ${actionKinds.join(", ")}` });
const moment = z.coerce.number().int().min(-8.64e15).max(8.64e15);
const date = z.iso.date();

/** What of a history is wanted. */
export const HistoryFilterQuery = z.object({
  kind: kinds.optional(),
  /** Yoto's id of a card. */
  card: z.string().min(1).max(100).optional(),
  /** A day on the house's calendar; instead of the two moments. */
  day: date.optional(),
  fromMs: moment.optional(),
  toMs: moment.optional(),
});
export const HistoryQuery = PageQuery.extend(HistoryFilterQuery.shape);
export const HouseHistoryQuery = HistoryQuery.extend({ player: z.string().min(1).max(100).optional() });
export const HistoryExportQuery = HistoryFilterQuery.extend({
  player: z.string().min(1).max(100).optional(),
  format: z.enum(["csv", "json"]).default("csv"),
});

const ms = z.number();
const longest = z.object({ playerId: z.string(), fromMs: z.number(), untilMs: z.number() });

/** What was listened to in a span of days. Times are milliseconds. */
export const Statistics = z
  .object({
    from: date,
    to: date,
    listenedMs: ms,
    /** Every day, silent ones too, on each player's own calendar. */
    days: z.array(z.object({ date, listenedMs: ms, players: z.record(z.string(), ms) })),
    weeks: z.array(z.object({ from: date, listenedMs: ms })),
    /** By hour of the day, 24 of them. */
    hours: z.array(ms),
    players: z.array(
      z.object({
        playerId: z.string(),
        name: z.string().optional(),
        listenedMs: ms,
        days: z.number(),
        /** What the child did, by kind. */
        did: z.record(z.string(), z.number()),
        longest: longest.optional(),
      }),
    ),
    /** The most listened to first, fifty at most. */
    cards: z.array(
      z.object({
        yotoCardId: z.string(),
        title: z.string().optional(),
        coverUrl: z.string().optional(),
        cardId: z.string().optional(),
        listenedMs: ms,
        starts: z.number(),
        ends: z.number(),
        /** Where it was left before its end, most often first. */
        left: z.array(z.object({ chapterKey: z.string(), title: z.string().optional(), times: z.number() })),
      }),
    ),
    longest: longest.optional(),
  })
  .openapi("Statistics");
export type Statistics = z.infer<typeof Statistics>;

/** Which days; the last `days` until today where nothing else is said. */
export const StatisticsQuery = z.object({
  from: date.optional(),
  to: date.optional(),
  days: z.coerce.number().int().min(1).max(400).default(30),
  player: z.string().min(1).max(100).optional(),
});

/** How long a player was listened to today, on its own calendar. */
export const ListenedToday = z.object({ date, listenedMs: ms }).openapi("ListenedToday");
export type ListenedToday = z.infer<typeof ListenedToday>;
