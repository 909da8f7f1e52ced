import { z } from "@hono/zod-openapi";
import { isZone } from "../../domain/time/local-time.ts";
import { IfChangedAtMs } from "./if-changed.ts";
import { pageOf } from "./page.ts";

const id = z.string().min(1).max(100);
const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time like 19:30")
  .openapi({ example: "19:30" });
const date = z.iso.date().openapi({ example: "2030-01-31" });
const weekday = z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]);
const steps = z.number().int().min(0).max(16);
const byte = z.number().int().min(0).max(255);
const colour = z.object({ red: byte, green: byte, blue: byte });
const ending = z.enum(["at-once", "after-the-track"]);

/** When a rule holds. Without times all day; a time that ends before it begins runs past midnight. */
export const RuleWindow = z
  .object({
    weekdays: z.array(weekday).min(1).max(7).optional(),
    fromDate: date.optional(),
    toDate: date.optional(),
    from: clock.optional(),
    to: clock.optional(),
  })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), {
    error: "needs both, from and to, or neither",
  })
  .openapi("RuleWindow");
export type RuleWindow = z.infer<typeof RuleWindow>;

const every = {
  title: z.string().trim().min(1).max(100),
  on: z.boolean().default(true),
  /** Only written into the log, never done. */
  dryRun: z.boolean().default(false),
  players: z.array(id).min(1).max(100).optional().openapi({ description: "Absent: all players" }),
  window: RuleWindow,
};

/** A rule as a person writes it. Volumes are steps of the knob, 0–16. */
export const RuleDraft = z
  .discriminatedUnion("kind", [
    z.object({
      ...every,
      kind: z.literal("quiet-hours"),
      reaction: z.discriminatedUnion("do", [
        z.object({ do: z.literal("stop") }),
        z.object({ do: z.literal("lower"), toSteps: steps }),
      ]),
      /** Yoto's ids of cards that may be heard all the same. */
      allowed: z.array(id).max(200).default([]),
    }),
    z.object({
      ...every,
      kind: z.literal("bedtime"),
      fade: z.object({ minutes: z.number().int().min(1).max(120), toSteps: steps }).optional(),
      ending,
      light: colour.optional(),
    }),
    z.object({ ...every, kind: z.literal("volume-cap"), maxSteps: steps }),
    z.object({
      ...every,
      kind: z.literal("daily-limit"),
      minutes: z.number().int().min(1).max(1440),
      warn: z.object({ minutesBefore: z.number().int().min(1).max(120), light: colour }).optional(),
      ending,
    }),
    z.object({
      ...every,
      kind: z.literal("play-at"),
      yotoCardId: id,
      chapterKey: z.string().max(200).optional(),
      volumePercent: z.number().int().min(0).max(100).optional(),
      interrupt: z.boolean().default(false),
    }),
  ])
  .openapi("RuleDraft");
export type RuleDraft = z.output<typeof RuleDraft>;
export type RuleDraftInput = z.input<typeof RuleDraft>;

/** A rule written anew over one that was shown. */
export const RuleChange = RuleDraft.and(z.object({ ifChangedAtMs: IfChangedAtMs })).openapi("RuleChange");

/** A rule, and what it says in one sentence. */
export const Rule = z
  .object({ id, sentence: z.string(), rule: RuleDraft, changedAtMs: z.number() })
  .openapi("Rule");
export type Rule = z.infer<typeof Rule>;

/** A time in which rules rest. */
export const RuleException = z
  .object({
    id,
    title: z.string(),
    fromMs: z.number(),
    toMs: z.number(),
    players: z.array(id).optional(),
    rules: z.array(id).optional(),
  })
  .openapi("RuleException");
export type RuleException = z.infer<typeof RuleException>;

/** Whole days (both included, in the house's time zone), or two moments. */
export const NewRuleException = z
  .object({
    title: z.string().trim().min(1).max(100),
    fromDate: date.optional(),
    toDate: date.optional(),
    fromMs: z.number().int().optional(),
    toMs: z.number().int().optional(),
    players: z.array(id).min(1).max(100).optional(),
    rules: z.array(id).min(1).max(100).optional(),
  })
  .openapi("NewRuleException");
export type NewRuleException = z.infer<typeof NewRuleException>;

/** All that holds in the house. Rules stand in their order: where two speak of one matter, the first has the say. */
export const House = z
  .object({
    rules: z.array(Rule),
    exceptions: z.array(RuleException),
    /** Of players that do not say where they are. */
    timeZone: z.string(),
    /** Players that were given more time, until when. */
    moreTime: z.array(z.object({ playerId: id, untilMs: z.number() })),
  })
  .openapi("House");
export type House = z.infer<typeof House>;

/** Rules by id, from the first to the last. */
export const RuleOrder = z
  .object({
    ids: z.array(id).max(100),
    shown: z
      .array(id)
      .max(100)
      .optional()
      .openapi({ description: "The order as it was shown; refused if it is another one now" }),
  })
  .openapi("RuleOrder");

/** What a rule did, would have done, or left. */
export const RuleLine = z
  .object({
    atMs: z.number(),
    playerId: id,
    ruleId: id,
    ruleTitle: z.string(),
    did: z.enum(["acted", "would-have-acted", "was-overruled", "rested", "remarked"]),
    /** What was asked of the player, in words. */
    what: z.string().optional(),
    why: z.string(),
    orderId: z.string().optional(),
    /** In a preview: how often, if the child tries again each time. */
    times: z.number().optional(),
  })
  .openapi("RuleLine");
export type RuleLine = z.infer<typeof RuleLine>;
export const RuleLinePage = pageOf(RuleLine, "RuleLinePage");

/** A draft to try, alone or (with `id`) in the place of a rule that exists; without a draft all rules are played through. */
export const RulePreviewRequest = z
  .object({
    draft: RuleDraft.optional(),
    id: id.optional(),
    playerId: id.optional().openapi({ description: "Absent: the first player the rules concern" }),
    hours: z.number().int().min(1).max(72).default(24),
  })
  .openapi("RulePreviewRequest");

/** What would happen from now on if the child listened all the time. */
export const RulePreview = z
  .object({
    /** Of the draft, if there was one. */
    sentence: z.string().optional(),
    playerId: z.string().optional(),
    lines: z.array(RuleLine),
  })
  .openapi("RulePreview");
export type RulePreview = z.infer<typeof RulePreview>;

/** How much longer nothing is ended. */
export const MoreTimeRequest = z
  .object({ minutes: z.number().int().min(1).max(240).default(10) })
  .openapi("MoreTimeRequest");
export const MoreTime = z.object({ playerId: z.string(), untilMs: z.number() }).openapi("MoreTime");
export type MoreTime = z.infer<typeof MoreTime>;

/** An IANA time zone. */
export const TimeZone = z
  .string()
  .max(100)
  .refine(isZone, "must be a time zone like Europe/London")
  .openapi({ example: "Europe/London" });
