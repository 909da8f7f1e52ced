import { z } from "@hono/zod-openapi";

/** What a kind of player was found to do when it fetches a stream; absent: not found out. */
export const Abilities = z
  .object({
    httpVersion: z.enum(["1.0", "1.1"]).optional(),
    keepsConnections: z.boolean().optional(),
    asksHeadFirst: z.boolean().optional(),
    asksTwice: z.boolean().optional(),
    letsGoByItself: z.boolean().optional(),
    resumesWithRange: z.boolean().optional(),
    fetchesAhead: z.enum(["never", "asks-again", "plays-it"]).optional(),
    beginsWithLittle: z.boolean().optional(),
    waitsFiveSeconds: z.boolean().optional(),
    playsWithoutLength: z.boolean().optional(),
    playsChunked: z.boolean().optional(),
    playsAac: z.boolean().optional(),
    playsLowRate: z.boolean().optional(),
    followsRedirects: z.number().optional().openapi({ description: "0, 1, or 3 for three and more" }),
    keepsCopies: z.boolean().optional(),
    choosesStreams: z.boolean().optional(),
  })
  .openapi("Abilities");

export const NewProbe = z.object({ playerId: z.string().min(1).max(200) }).openapi("NewProbe");

/** A run of the Player Probe, as far as it has come. */
export const Probe = z
  .object({
    id: z.string(),
    playerId: z.string(),
    playerName: z.string(),
    model: z.string(),
    firmware: z.string().optional(),
    yotoCardId: z.string(),
    buttonsCardId: z.string().optional(),
    startedAtMs: z.number(),
    finishedAtMs: z.number().optional(),
    questions: z.array(
      z.object({
        key: z.string(),
        title: z.string(),
        requests: z.number().int(),
        notHere: z.boolean().openapi({ description: "It cannot be asked where this server stands." }),
      }),
    ),
    abilities: Abilities,
    words: z.array(z.string()).openapi({ description: "What was found, in sentences" }),
  })
  .openapi("Probe");
export type Probe = z.infer<typeof Probe>;

/** What is known of the kinds of players in the house. */
export const ProbedModels = z
  .object({
    items: z.array(
      z.object({
        model: z.string(),
        firmware: z.string().optional(),
        userAgent: z.string().optional(),
        atMs: z.number(),
        abilities: Abilities,
        words: z.array(z.string()),
      }),
    ),
  })
  .openapi("ProbedModels");
export type ProbedModels = z.infer<typeof ProbedModels>;
