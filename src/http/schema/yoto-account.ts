import { z } from "@hono/zod-openapi";

/** A linked Yoto family. */
export const YotoAccount = z
  .object({
    id: z.string().openapi({ description: "Yoto's id of the account (`sub`)" }),
    /** A name for people, if Yoto told one. */
    name: z.string().optional(),
    /** `link-again`: Yoto no longer accepts our sign-in, a person must link anew. */
    state: z.enum(["linked", "link-again"]),
    /** The pretend family of the demo. */
    demo: z.boolean(),
    linkedAtMs: z.number(),
    scopes: z.array(z.string()),
    /** What Yoto did not grant, and which feature is off because of it. */
    missing: z.array(z.object({ scope: z.string(), turnsOff: z.string() })),
    listener: z.object({
      state: z.enum(["connected", "connecting", "link-again", "unavailable"]),
      note: z.string().optional(),
      lastEventAtMs: z.number().optional(),
      lastHeartbeatAtMs: z.number().optional(),
    }),
  })
  .openapi("YotoAccount");
export type YotoAccount = z.infer<typeof YotoAccount>;

/** Where to send the browser to link a family; it comes back to `redirectUrl`, which must be registered at Yoto. */
export const YotoLinkStart = z
  .object({ url: z.url(), redirectUrl: z.url(), expiresAtMs: z.number() })
  .openapi("YotoLinkStart");
export type YotoLinkStart = z.infer<typeof YotoLinkStart>;

/** Linking with a code on another device. `use-browser`: Yoto refuses codes to this client; start in the browser instead. */
export const YotoDeviceLink = z
  .discriminatedUnion("is", [
    z.object({
      is: z.literal("started"),
      id: z.string(),
      userCode: z.string(),
      verificationUrl: z.url(),
      verificationUrlComplete: z.url(),
      expiresAtMs: z.number(),
      /** Ask for the state no more often than this. */
      intervalMs: z.number(),
    }),
    z.object({ is: z.literal("use-browser") }),
  ])
  .openapi("YotoDeviceLink");
export type YotoDeviceLink = z.infer<typeof YotoDeviceLink>;

/** How a link with a code is going; never waits. */
export const YotoDeviceLinkState = z
  .discriminatedUnion("is", [
    z.object({ is: z.literal("pending"), askAgainInMs: z.number() }),
    z.object({ is: z.literal("linked"), accountId: z.string() }),
    z.object({ is: z.literal("expired") }),
    z.object({ is: z.literal("denied") }),
  ])
  .openapi("YotoDeviceLinkState");
export type YotoDeviceLinkState = z.infer<typeof YotoDeviceLinkState>;
