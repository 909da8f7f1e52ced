import { type Piece, piecesOf } from "../../domain/audio/byte-map.ts";
import { type StreamId, StreamSecret } from "../../domain/ids.ts";
import type { AudioFiles, AudioPlace } from "../../ports/audio-files.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { Log } from "../../ports/log.ts";
import type { CheckMarks } from "../../stores/check-marks.ts";
import type { PlayerModels } from "../../stores/player-models.ts";
import type { Streams } from "../../stores/streams.ts";
import type { ChooseDeps, SlotAsker } from "../../usecases/streams/choose-for-listener.ts";
import { grantOf } from "../../usecases/streams/grant-of.ts";
import { hearMessage } from "../../usecases/streams/hear-message.ts";
import type { JoinedFiles } from "../../usecases/streams/keep-joined.ts";
import { noteListening } from "../../usecases/streams/note-listening.ts";
import { type Opened, openStream, urlSeconds } from "../../usecases/streams/open-stream.ts";
import { createDelivery } from "./delivery.ts";
import type { EndlessPiece, EndlessPlan } from "./endless.ts";
import { createGuessGuard } from "./guess-guard.ts";
import { type AudioAnswer, type AudioRequest, planAudioAnswer } from "./plan-audio-answer.ts";
import { endlessHeaders, endlessPieceOf, etagOf } from "./slot-answers.ts";
import type { SlotLog } from "./slot-log.ts";
import { isForTheRest, listenerOf } from "./who-listens.ts";

export type SlotsDeps = ChooseDeps & {
  readonly streams: Streams;
  readonly files: AudioFiles;
  readonly log: Log;
  readonly slotLog: SlotLog;
  readonly checkMarks: CheckMarks;
  /** What kinds of players were found to do. */
  readonly playerModels: Pick<PlayerModels, "list">;
  readonly liveUpdates?: LiveUpdates | undefined;
  /** More than so much cannot be sent in one answer by us. Default: anything can. */
  readonly mostBytes?: number | undefined;
  /** Called when the last new message of a mailbox was given. */
  readonly allHeard?: (streamId: StreamId) => Promise<void>;
};

/** A request as either server (hono's or node's own) saw it. */
export type SlotAsked = AudioRequest & {
  readonly secret: string;
  readonly slot: string;
  readonly address: string;
  readonly userAgent: string | undefined;
  /** Shown by our own look at whether it plays: nobody listens then, and nothing is noted. */
  readonly checkMark?: string | undefined;
  /** The server can write without an end. One that cannot gives one piece, and the next at the next visit. */
  readonly paces?: boolean;
};

/** What to do about it: nothing there, go elsewhere, or bytes of files. */
export type SlotDecision =
  | { readonly is: "nothing-there" }
  | { readonly is: "elsewhere"; readonly url: URL }
  /** Somebody guesses secrets from there. */
  | { readonly is: "too-many-misses" }
  /** A radio station; `otherwise` where it cannot be reached. */
  | { readonly is: "radio"; readonly station: URL; readonly otherwise: BytesDecision }
  | {
      readonly is: "endless";
      readonly headers: Readonly<Record<string, string>>;
      readonly plan: EndlessPlan;
    }
  | BytesDecision;

export type BytesDecision = {
  readonly is: "bytes";
  readonly answer: AudioAnswer;
  /** What to write, in order; empty: no body. */
  readonly pieces: readonly Piece[];
  readonly placeOf: (fileKey: string) => AudioPlace | undefined;
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
/** Who listens when we only look whether it plays. */
const nobody = "check";

/** Slots over the stores, with a short memory so that a burst of ranges costs one lookup. */
export function createSlots(deps: SlotsDeps): Slots {
  const remembered = new Map<string, { readonly opened: Promise<Opened>; readonly atMs: number }>();
  const { allHeard = async () => {}, mostBytes = Number.POSITIVE_INFINITY } = deps;
  const guesses = createGuessGuard(deps.clock);
  /** Secrets that opened something: who shares an address with somebody who guesses still hears. */
  const good = new Set<string>();
  let joinedFiles: Promise<JoinedFiles> | undefined;
  const delivery = createDelivery(deps);

  function open(secret: string, asker: SlotAsker): Promise<Opened> {
    const key = `${secret}/${asker.slot}/${asker.from}`;
    const nowMs = deps.clock.nowMs();
    const before = remembered.get(key);
    if (before !== undefined && nowMs - before.atMs < rememberedMs) return before.opened;
    const opened = openStream(deps, { secret: StreamSecret(secret), ...asker }).then(async (found) => {
      if (found.ok) await note(found, asker);
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
  async function note(found: Extract<Opened, { ok: true }>, asker: SlotAsker) {
    if (asker.from === nobody) return;
    const { streamId, chosen, joined, bookPlace, ending } = found;
    try {
      if (found.isMail && !chosen.again)
        for (const audioId of chosen.audio) await hearMessage({ ...deps, allHeard }, streamId, audioId);
      await noteListening(deps, { streamId, asker, chosen, seconds: joined.seconds, ending, bookPlace });
    } catch (error) {
      deps.log.warn("listening-not-noted", { streamId, error });
    }
  }

  /** Loaded when it is needed: most slots play one file. */
  function joining(): Promise<JoinedFiles> {
    joinedFiles ??= import("../../usecases/streams/keep-joined.ts").then((loaded) =>
      loaded.createJoinedFiles(deps),
    );
    return joinedFiles;
  }

  /** What comes after, where one piece follows another in one answer. A replaced secret ends it with the piece that plays. */
  async function following(secret: string, asker: SlotAsker): Promise<EndlessPiece | undefined> {
    const found = await openStream(deps, { secret: StreamSecret(secret), ...asker }, true);
    if (!found.ok) return undefined;
    await note(found, asker);
    return endlessPieceOf(found);
  }

  return {
    async decide(asked) {
      const isCheck = asked.checkMark !== undefined && (await deps.checkMarks.isOurs(asked.checkMark));
      const from = isCheck ? nobody : listenerOf(asked);
      const asker = { slot: asked.slot, from, resumes: !isCheck && isForTheRest(asked.range) };
      if (!good.has(asked.secret) && guesses.isClosed(asked.address)) return { is: "too-many-misses" };
      const opened = await open(asked.secret, asker);
      if (!opened.ok) {
        if (opened.why === "unknown-stream") {
          good.delete(asked.secret);
          guesses.missed(asked.address);
        }
        return { is: "nothing-there" };
      }
      if (good.size > mostRemembered) good.clear();
      good.add(asked.secret);
      const { pieces, joined, places, streamId, chosen } = opened;
      const [first] = pieces;
      const [place] = places.values();
      if (chosen.endless && asked.paces === true) {
        logVisit(200);
        return {
          is: "endless",
          headers: endlessHeaders(joined.codec),
          plan: {
            listener: `${streamId}/${asked.slot}/${chosen.playerId ?? from}`,
            goesOn: chosen.again,
            first: endlessPieceOf(opened),
            next: () =>
              following(asked.secret, { ...asker, ...(chosen.playerId && { player: chosen.playerId }) }),
          },
        };
      }
      const isOneFile =
        opened.ending === undefined && joined.map.segments.length === 1 && joined.map.bytes === first?.bytes;
      if (opened.radio !== undefined && asked.paces !== true) {
        logVisit(302);
        return { is: "elsewhere", url: opened.radio };
      }
      const answer = planAudioAnswer(asked, {
        bytes: joined.map.bytes,
        etag: etagOf(opened),
        cacheControl: "no-store",
        codec: joined.codec,
        mostBytes,
      });
      const { send } = answer;
      // What cannot be sent whole by us is fetched elsewhere after all.
      const isTooMuch = send !== undefined && send.last - send.first + 1 > mostBytes;
      if (
        opened.radio === undefined &&
        place?.at === "url" &&
        (isTooMuch || (await delivery.now()) !== "proxy")
      ) {
        const url = isOneFile
          ? place.url
          : await (await joining()).urlOf(joined, urlSeconds, grantOf(StreamSecret(asked.secret)));
        if (url !== undefined) {
          logVisit(302);
          return { is: "elsewhere", url };
        }
      }
      logVisit(answer.status);
      const bytes: BytesDecision = {
        is: "bytes",
        answer,
        pieces: send === undefined ? [] : piecesOf(joined.map, send.first, send.last),
        placeOf: (fileKey) => places.get(fileKey),
      };
      if (opened.radio === undefined) return bytes;
      // What the station will say has no length, whatever the other piece's is.
      if (asked.method === "HEAD")
        return { ...bytes, answer: { status: 200, headers: endlessHeaders(joined.codec) }, pieces: [] };
      return { is: "radio", station: opened.radio, otherwise: bytes };

      function logVisit(status: number) {
        if (from === nobody) return;
        deps.slotLog.add(streamId, asked.slot, {
          atMs: deps.clock.nowMs(),
          method: asked.method,
          ...(asked.range === undefined ? {} : { range: asked.range.slice(0, 100) }),
          ...(asked.userAgent === undefined ? {} : { userAgent: asked.userAgent.slice(0, 200) }),
          status,
          audioId: first?.id ?? "",
          audio: pieces.map(({ id }) => id),
          listener: from,
        });
      }
    },
    forget: () => {
      remembered.clear();
      delivery.forget();
    },
  };
}
