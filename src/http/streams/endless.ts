import type { ServerResponse } from "node:http";
import { type ByteMap, piecesOf } from "../../domain/audio/byte-map.ts";
import type { AudioFiles, AudioPlace } from "../../ports/audio-files.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import { type LivePlace, livePlaceAt, type Program, programOf } from "./endless-program.ts";
import type { OpenFiles } from "./open-files.ts";
import { readBytes } from "./read-bytes.ts";

/** One piece of an answer without an end. */
export type EndlessPiece = {
  readonly map: ByteMap;
  readonly seconds: number;
  readonly placeOf: (fileKey: string) => AudioPlace | undefined;
  /** The byte at which the frame begins that holds this second. */
  readonly byteAt: (second: number) => number;
  /** Nothing comes after it: the rule has other plans now. */
  readonly isLast: boolean;
};

/** What one listener is to hear: a first piece, and another one whenever one is over. */
export type EndlessPlan = {
  readonly listener: string;
  /** The listener is in the middle of it: its connection broke, or it asks twice. */
  readonly goesOn: boolean;
  readonly first: EndlessPiece;
  next(): Promise<EndlessPiece | undefined>;
};

/** Plays without an end, to all listeners at the pace at which they listen. */
export type Endless = AsyncDisposable & {
  /** Writes until the client leaves or the plan is at its end. The head must be written. Never rejects. */
  play(response: ServerResponse, plan: EndlessPlan): Promise<void>;
};

/** What a listener has in hand at the start, so that a weak network is not heard. */
const burstSeconds = 10;
const tickMs = 500;
const mostBytesAtOnce = 64 * 1024;
/** A player that lost its connection finds its place again for so long. */
const rememberedMs = 60_000;

type Connection = {
  readonly response: ServerResponse;
  readonly program: Program;
  place: LivePlace;
  /** The second of the program at which it began, and when. */
  began: { readonly second: number; readonly atMs: number };
  busy: boolean;
  done: () => void;
};

/**
 * One ticker for everybody: twice a second each listener is given what has become due. Whoever does not take it (a paused
 * player) is waited for, and goes on where it stopped.
 */
export function createEndless(deps: {
  readonly clock: Clock;
  readonly files: AudioFiles;
  readonly openFiles: OpenFiles;
  readonly log: Log;
}): Endless {
  const { clock, log } = deps;
  const programs = new Map<string, Program>();
  const connections = new Set<Connection>();
  const stop = new AbortController();
  let ticking: Promise<void> | undefined;

  async function tick() {
    while (connections.size > 0 && !stop.signal.aborted) {
      await clock.sleep(tickMs, stop.signal);
      for (const each of connections) void pump(each);
      for (const [key, program] of programs)
        if (program.idleSinceMs !== undefined && clock.nowMs() - program.idleSinceMs > rememberedMs)
          programs.delete(key);
    }
  }
  const startTicking = () => {
    ticking ??= tick()
      .catch(() => {})
      .finally(() => {
        ticking = undefined;
        if (connections.size > 0 && !stop.signal.aborted) startTicking();
      });
  };

  async function pump(connection: Connection): Promise<void> {
    if (connection.busy) return;
    connection.busy = true;
    try {
      await write(connection);
    } catch (error) {
      log.warn("endless-broke-off", { error });
      connection.response.destroy();
    } finally {
      connection.busy = false;
    }
  }

  async function write(connection: Connection): Promise<void> {
    const { response, program } = connection;
    const { began } = connection;
    const due = began.second + burstSeconds + (clock.nowMs() - began.atMs) / 1000;
    while (!response.destroyed && !response.writableNeedDrain) {
      const piece = await program.piece(connection.place.index);
      if (piece === undefined) return void response.end();
      const { start } = piece;
      const perSecond = piece.map.bytes / piece.seconds;
      const missing = Math.ceil((due - start) * perSecond) - connection.place.byte;
      if (missing <= 0) return;
      const first = connection.place.byte;
      const last = Math.min(piece.map.bytes, first + missing, first + mostBytesAtOnce) - 1;
      for (const part of piecesOf(piece.map, first, last)) {
        const bytes = await readBytes(part, piece.placeOf, deps);
        if (response.destroyed) return;
        response.write(bytes);
      }
      const isOver = last + 1 >= piece.map.bytes;
      connection.place = isOver
        ? { index: connection.place.index + 1, byte: 0 }
        : { index: connection.place.index, byte: last + 1 };
      program.sentUpTo(start + (last + 1) / perSecond);
    }
    // It does not take what is due: it is given that later, and not more for having waited.
    const at = await secondOf(connection);
    const late = due - burstSeconds - at;
    if (late > 0) connection.began = { second: at, atMs: clock.nowMs() };
  }

  async function secondOf({ program, place }: Connection): Promise<number> {
    const piece = await program.piece(place.index);
    return piece === undefined ? 0 : piece.start + (place.byte / piece.map.bytes) * piece.seconds;
  }

  function programFor(plan: EndlessPlan): Program {
    const known = programs.get(plan.listener);
    const nowMs = clock.nowMs();
    // Who asks again before the burst is over is in the middle of it, even if that was not written down yet.
    if (known !== undefined && (plan.goesOn || nowMs - known.startedAtMs < burstSeconds * 1000)) return known;
    const begun = programOf(plan, nowMs);
    programs.set(plan.listener, begun);
    return begun;
  }

  return {
    async play(response, plan) {
      const program = programFor(plan);
      const nowMs = clock.nowMs();
      const heard = (nowMs - program.startedAtMs) / 1000;
      const second = heard < burstSeconds ? 0 : Math.min(heard, program.sentSeconds);
      const place = livePlaceAt(program, second) ?? { index: program.firstIndex, byte: 0 };
      const { promise, resolve } = Promise.withResolvers<void>();
      const connection: Connection = {
        response,
        program,
        place,
        began: { second, atMs: nowMs },
        busy: false,
        done: resolve,
      };
      response.once("close", resolve);
      response.on("drain", () => void pump(connection));
      connections.add(connection);
      program.connections += 1;
      program.idleSinceMs = undefined;
      await pump(connection);
      startTicking();
      await promise;
      connections.delete(connection);
      program.connections -= 1;
      if (program.connections === 0) program.idleSinceMs = clock.nowMs();
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      for (const { response } of connections) response.destroy();
      await ticking;
    },
  };
}
