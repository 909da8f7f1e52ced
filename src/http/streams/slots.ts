import { createHash } from "node:crypto";
import { StreamSecret } from "../../domain/ids.ts";
import type { AudioFiles, AudioPlace } from "../../ports/audio-files.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { AudioLibrary } from "../../stores/audio.ts";
import type { Listenings } from "../../stores/listenings.ts";
import type { Settings } from "../../stores/settings.ts";
import type { Streams } from "../../stores/streams.ts";
import { noteListening } from "../../usecases/note-listening.ts";
import { type Opened, openStream } from "../../usecases/open-stream.ts";
import { type AudioAnswer, type AudioRequest, planAudioAnswer } from "./plan-audio-answer.ts";
import type { SlotLog } from "./slot-log.ts";

export type SlotsDeps = {
  readonly streams: Streams;
  readonly listenings: Listenings;
  readonly audio: AudioLibrary;
  readonly files: AudioFiles;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
  readonly slotLog: SlotLog;
};

/** A request as either server (hono's or node's own) saw it. */
export type SlotAsked = AudioRequest & {
  readonly secret: string;
  readonly slot: string;
  readonly address: string;
  readonly userAgent: string | undefined;
};

/** What to do about it: nothing there, go elsewhere, or bytes of a file. */
export type SlotDecision =
  | { readonly is: "nothing-there" }
  | { readonly is: "elsewhere"; readonly url: URL }
  | {
      readonly is: "bytes";
      readonly answer: AudioAnswer;
      readonly fileKey: string;
      readonly place: AudioPlace;
    };

/** Answers requests for slots, whichever server writes the bytes. */
export type Slots = {
  decide(asked: SlotAsked): Promise<SlotDecision>;
  /** Call when streams or audio changed, so that the very next request sees it. */
  forget(): void;
};

/** A player reads a track in many ranges a second apart or less; within this time nothing is looked up again. */
const rememberedMs = 1000;
const mostRemembered = 2000;

/** Slots over the stores, with a short memory so that a burst of ranges costs one lookup. */
export function createSlots(deps: SlotsDeps): Slots {
  const remembered = new Map<string, { readonly opened: Promise<Opened>; readonly atMs: number }>();
  let delivery: { readonly value: "auto" | "proxy" | "redirect"; readonly atMs: number } | undefined;

  function open(secret: string, slot: string, listener: string): Promise<Opened> {
    const key = `${secret}/${slot}/${listener}`;
    const nowMs = deps.clock.nowMs();
    const before = remembered.get(key);
    if (before !== undefined && nowMs - before.atMs < rememberedMs) return before.opened;
    const opened = openStream(deps, { secret: StreamSecret(secret), slot, listener }).then(async (found) => {
      if (found.ok) await note(found, listener, slot);
      return found;
    });
    remembered.delete(key);
    remembered.set(key, { opened, atMs: nowMs });
    opened.catch(() => remembered.delete(key));
    const oldest = remembered.keys().next().value;
    if (remembered.size > mostRemembered && oldest !== undefined) remembered.delete(oldest);
    return opened;
  }

  /** A story is told even when its place in it cannot be written down. */
  async function note(found: Extract<Opened, { ok: true }>, listener: string, slot: string) {
    const { streamId, audio, listening: before } = found;
    try {
      await noteListening(deps, { streamId, listener, slot, audioId: audio.id, before });
    } catch (error) {
      deps.log.warn("listening-not-noted", { streamId, error });
    }
  }

  async function deliveryNow() {
    const nowMs = deps.clock.nowMs();
    if (delivery === undefined || nowMs - delivery.atMs > rememberedMs)
      delivery = { value: (await deps.settings.get("delivery")).value, atMs: nowMs };
    return delivery.value;
  }

  return {
    async decide(asked) {
      const listener = listenerOf(asked);
      const opened = await open(asked.secret, asked.slot, listener);
      if (!opened.ok) return { is: "nothing-there" };
      const { audio, place, streamId } = opened;
      if (place.at === "url" && (await deliveryNow()) !== "proxy") {
        logVisit(302);
        return { is: "elsewhere", url: place.url };
      }
      const etag = `"${audio.sha256.slice(0, 32)}"`;
      const answer = planAudioAnswer(asked, {
        bytes: place.bytes,
        etag,
        cacheControl: "no-store",
        codec: audio.format.codec,
      });
      logVisit(answer.status);
      return { is: "bytes", answer, fileKey: audio.fileKey, place };

      function logVisit(status: number) {
        deps.slotLog.add(streamId, asked.slot, {
          atMs: deps.clock.nowMs(),
          method: asked.method,
          ...(asked.range === undefined ? {} : { range: asked.range.slice(0, 100) }),
          ...(asked.userAgent === undefined ? {} : { userAgent: asked.userAgent.slice(0, 200) }),
          status,
          audioId: audio.id,
          listener,
        });
      }
    },
    forget: () => {
      remembered.clear();
      delivery = undefined;
    },
  };
}

const listeners = new Map<string, string>();

/** Tells players apart by network address and user agent, hashed: short, and no address of a family is stored. */
function listenerOf({ address, userAgent = "" }: SlotAsked): string {
  const text = `${address}\n${userAgent}`;
  const known = listeners.get(text);
  if (known !== undefined) return known;
  const listener = createHash("sha256").update(text).digest("base64url").slice(0, 16);
  if (listeners.size > mostRemembered) listeners.clear();
  listeners.set(text, listener);
  return listener;
}
