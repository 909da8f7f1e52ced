import type { Context } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { AppEnv } from "../app-env.ts";
import { type CallerDeps, callerOf, whoShows } from "../security/signed-in.ts";
import type { SessionEnds } from "./session-ends.ts";

export type WireDeps = CallerDeps & {
  readonly sessionEnds: SessionEnds;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends live connections when the process stops. */
  readonly signal: AbortSignal;
};

/** Often enough that no proxy takes the connection for dead. */
const heartbeatMs = 15_000;

/**
 * Answers with a connection that stays open: `tell` writes to it until its signal, which comes when the reader leaves, the
 * process stops, the session ends, or `mayHear` is no longer so. `signedOut` is the session's end alone.
 */
export function openWire(
  c: Context<AppEnv>,
  deps: WireDeps,
  wire: {
    readonly mayHear: (caller: ReturnType<typeof callerOf>) => boolean;
    readonly tell: (stream: SSEStreamingApi, signal: AbortSignal, signedOut: AbortSignal) => Promise<void>;
  },
): Response {
  const caller = callerOf(c);
  const shown = whoShows(c);
  c.header("Cache-Control", "no-store");
  c.header("X-Accel-Buffering", "no");
  const ended = deps.sessionEnds.watch(caller.id);
  const left = new AbortController();
  const signal = AbortSignal.any([left.signal, ended.signal, deps.signal]);
  return streamSSE(c, async (stream) => {
    stream.onAbort(() => left.abort());
    const beating = beat();
    try {
      await wire.tell(stream, signal, ended.signal);
    } finally {
      left.abort();
      ended.forget();
      await beating;
    }

    /** Keeps the connection alive, and looks whether the person still may hear this. */
    async function beat(): Promise<void> {
      try {
        for (;;) {
          await deps.clock.sleep(heartbeatMs, signal);
          const now = shown === undefined ? undefined : await deps.findCaller(shown);
          if (now === undefined) return deps.sessionEnds.end(caller.id);
          if (!wire.mayHear(now)) return left.abort();
          await stream.write(": still here\n\n");
        }
      } catch (error) {
        if (!signal.aborted) deps.log.warn("live-heartbeat-failed", { error });
        left.abort();
      }
    }
  });
}
