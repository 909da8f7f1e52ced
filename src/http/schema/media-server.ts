import { z } from "@hono/zod-openapi";
import { mediaServerKinds } from "../../domain/media-server.ts";

/** A media server of the family's own; its password is never told. */
export const MediaServer = z
  .object({
    id: z.string(),
    kind: z.enum(mediaServerKinds),
    title: z.string(),
    url: z.string(),
    user: z.string().optional(),
    addedAtMs: z.number(),
  })
  .openapi("MediaServer");
export type MediaServer = z.infer<typeof MediaServer>;
export const MediaServerList = z.object({ items: z.array(MediaServer) }).openapi("MediaServerList");

export const NewMediaServer = z
  .object({
    kind: z.enum(mediaServerKinds),
    title: z.string().trim().min(1).max(100),
    url: z.url({ protocol: /^https?$/ }).max(500),
    user: z.string().trim().min(1).max(200).optional().openapi({
      description: "Without it, `secret` is an API key (Audiobookshelf)",
    }),
    secret: z.string().min(1).max(500).openapi({ description: "Password or API key; kept sealed" }),
  })
  .openapi("NewMediaServer");
export type NewMediaServer = z.infer<typeof NewMediaServer>;

export const MediaShelfList = z
  .object({ items: z.array(z.object({ id: z.string(), title: z.string() })) })
  .openapi("MediaShelfList");
export type MediaShelfList = z.infer<typeof MediaShelfList>;

/** A book, a podcast or an album there. */
export const MediaWork = z
  .object({
    id: z.string(),
    title: z.string(),
    by: z.string().optional(),
    seconds: z.number().optional(),
    /** How many files it has. */
    parts: z.number().optional(),
  })
  .openapi("MediaWork");
export type MediaWork = z.infer<typeof MediaWork>;
export const MediaWorkPage = z
  .object({ items: z.array(MediaWork), cursor: z.string().optional() })
  .openapi("MediaWorkPage");
export type MediaWorkPage = z.infer<typeof MediaWorkPage>;

export const WorkToBringIn = z
  .object({ workId: z.string().min(1).max(200), title: z.string().trim().min(1).max(200) })
  .openapi("WorkToBringIn");
export type WorkToBringIn = z.infer<typeof WorkToBringIn>;
