import { z } from "@hono/zod-openapi";
import { IfChangedAtMs } from "./if-changed.ts";
import { pageOf } from "./page.ts";
import { AudioList, StreamEnding, StreamRule, StreamRuleTold } from "./stream-rule.ts";

/** One slot of a stream: an address that a card keeps for good. */
export const StreamSlot = z
  .object({
    name: z.string().openapi({ example: "01" }),
    title: z.string(),
    /** The first piece it would play now, for a listener who never listened before. */
    audioId: z.string(),
    /** All pieces of it: several are heard as one. */
    audio: z.array(z.string()),
    url: z.url(),
    /** Requests of players for this slot since the server started. What CloudFront answers is not among them. */
    requests: z.object({ count: z.number().int(), lastAtMs: z.number().optional() }),
    atEdge: z
      .boolean()
      .openapi({ description: "On AWS: CloudFront answers players itself, and nobody counts them." }),
  })
  .openapi("StreamSlot");

/** What the slots of a card play. */
export const Stream = z
  .object({
    id: z.string(),
    title: z.string(),
    rule: StreamRuleTold,
    ending: StreamEnding.optional(),
    /** What the rule does, in words. */
    ruleWords: z.string(),
    slots: z.array(StreamSlot),
    /** Every recording that the rule names; one that is gone is left out. */
    pieces: z.array(z.object({ id: z.string(), title: z.string(), seconds: z.number() })),
    createdAtMs: z.number(),
    changedAtMs: z.number(),
  })
  .openapi("Stream");
export type Stream = z.infer<typeof Stream>;
export const StreamPage = pageOf(Stream, "StreamPage");

export const StreamTitle = z.string().trim().min(1).max(100);

export const NewStream = z
  .object({
    title: StreamTitle,
    /** One slot each, in order; or say a `rule`. */
    audio: AudioList.optional(),
    rule: StreamRule.optional(),
    ending: StreamEnding.optional(),
  })
  .refine(({ audio, rule }) => (audio === undefined) !== (rule === undefined), {
    message: "Give either audio or rule.",
  })
  .openapi("NewStream");
export type NewStream = z.infer<typeof NewStream>;

export const StreamChange = z
  .object({
    title: StreamTitle.optional(),
    /** Replaces the list of a rule that has one, and keeps how it is played. */
    audio: AudioList.optional(),
    rule: StreamRule.optional(),
    ending: StreamEnding.nullish().openapi({ description: "`null`: it ends like any other." }),
    ifChangedAtMs: IfChangedAtMs,
  })
  .openapi("StreamChange");
export type StreamChange = z.infer<typeof StreamChange>;

/** What would play then, and why. */
export const StreamExplanation = z
  .object({
    atMs: z.number(),
    /** The moment as the wall shows it there. */
    at: z.string(),
    timeZone: z.string().openapi({ example: "Europe/London" }),
    timeZoneIs: z.enum(["the player's", "the house's"]),
    player: z.object({ id: z.string(), name: z.string() }).optional(),
    rule: z.string(),
    slots: z.array(
      z.object({
        slot: z.string(),
        audio: z.array(z.object({ id: z.string(), title: z.string(), seconds: z.number() })),
        /** What is left out at the beginning of the first piece. */
        fromSeconds: z.number().optional(),
        sentence: z.string(),
      }),
    ),
  })
  .openapi("StreamExplanation");
export type StreamExplanation = z.infer<typeof StreamExplanation>;

/** A rule that somebody is writing: of a stream there is (`id`), or of a new one. */
export const RuleToPreview = z
  .object({
    id: z.string().min(1).max(100).optional(),
    title: StreamTitle.optional(),
    rule: StreamRule,
    ending: StreamEnding.optional(),
  })
  .openapi("RuleToPreview");
export type RuleToPreview = z.infer<typeof RuleToPreview>;

/** What it says, what stands against it, and what it would play now. */
export const RulePreviewed = z
  .object({
    rule: z.string(),
    problems: z.array(z.object({ field: z.string(), problem: z.string() })),
    explanation: StreamExplanation,
  })
  .openapi("StreamPreview");
export type RulePreviewed = z.infer<typeof RulePreviewed>;

/** The cards that play a stream. */
export const StreamUse = z
  .object({ cards: z.array(z.object({ id: z.string(), title: z.string() })) })
  .openapi("StreamUse");
export type StreamUse = z.infer<typeof StreamUse>;

/** The last requests of players for one slot, newest first. `listener` is a short hash that tells players apart. */
export const SlotVisits = z
  .object({
    items: z.array(
      z.object({
        atMs: z.number(),
        method: z.string(),
        range: z.string().optional(),
        userAgent: z.string().optional(),
        status: z.number().int(),
        audioId: z.string(),
        audio: z.array(z.string()).readonly(),
        listener: z.string(),
      }),
    ),
  })
  .openapi("SlotVisits");
export type SlotVisits = z.infer<typeof SlotVisits>;
