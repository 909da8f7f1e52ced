import { signal } from "@preact/signals";
import type { LiveEvent } from "../../../src/http/schema/live-event.ts";

/** How the page hears of changes: `live`, `connecting` for the first time, or `reconnecting` after a loss. */
export type LiveState = "off" | "connecting" | "live" | "reconnecting";

type EventOf<Of extends LiveEvent["of"]> = Extract<LiveEvent, { of: Of }>;
type Handler = (event: LiveEvent) => void;

const names: readonly LiveEvent["of"][] = [
  "hello",
  "player",
  "players",
  "player-settings",
  "order",
  "job",
  "audio",
  "feeds",
  "streams",
  "stories",
  "cards",
  "yoto-accounts",
  "yoto-connections",
  "settings",
  "house-rules",
  "webhooks",
  "signed-out",
];
const longestWaitMs = 15_000;
const staleAfterHiddenMs = 10_000;

/** Shown as a "reconnecting" line once it lasts. */
export const liveState = signal<LiveState>("off");

const handlers = new Map<LiveEvent["of"], Set<Handler>>();
let source: EventSource | undefined;
let retry: ReturnType<typeof setTimeout> | undefined;
let tries = 0;
let hiddenAtMs = 0;
let sleep: ReturnType<typeof setTimeout> | undefined;
/** Where the server holds no connection open, it says when to ask again; the connection ends then, and nothing is wrong. */
let askAgainMs: number | undefined;
/** Of the last event, so that a new connection can go on where the old one ended. */
let lastEventId = "";
const whenLost = new Set<() => void>();

/** Calls `handler` for each event of this kind, until the returned function is called. */
export function onLive<Of extends LiveEvent["of"]>(
  of: Of,
  handler: (event: EventOf<Of>) => void,
): () => void {
  const set = handlers.get(of) ?? new Set();
  handlers.set(of, set);
  const own: Handler = (event) => handler(event as EventOf<Of>);
  set.add(own);
  return () => void set.delete(own);
}

/** Calls `handler` after each vain try to connect again: an ended session looks no different from a server that is gone. */
export function onLost(handler: () => void): void {
  whenLost.add(handler);
}

/** Calls `handler` whenever there is a connection again after there was none, until the returned function is called. */
export function onBack(handler: () => void): () => void {
  let away = false;
  return liveState.subscribe((state) => {
    if (state === "live" && away) handler();
    away = state !== "live";
  });
}

/** Starts hearing of changes; handlers of `hello` are called first and again after every gap: read what you show. */
export function startLive(): void {
  if (liveState.value !== "off") return;
  liveState.value = "connecting";
  connect();
  document.addEventListener("visibilitychange", wakeOrSleep);
  addEventListener("online", reconnectNow);
  addEventListener("offline", reconnectNow); // what is on this device or in the house may be reached all the same
  addEventListener("pagehide", close); // the browser may keep the page, and with it the connection, for the way back
  addEventListener("pageshow", reconnectAfterFreeze);
  if (document.hidden) wakeOrSleep();
}

/** Stops it, for somebody who signed out. */
export function stopLive(): void {
  document.removeEventListener("visibilitychange", wakeOrSleep);
  removeEventListener("online", reconnectNow);
  removeEventListener("offline", reconnectNow);
  removeEventListener("pagehide", close);
  removeEventListener("pageshow", reconnectAfterFreeze);
  clearTimeout(sleep);
  close();
  lastEventId = "";
  liveState.value = "off";
}

function connect() {
  close();
  const from = lastEventId === "" ? "" : `?lastEventId=${encodeURIComponent(lastEventId)}`;
  const opened = new EventSource(`/api/events${from}`);
  source = opened;
  for (const name of names) {
    opened.addEventListener(name, (message: MessageEvent<string>) => {
      if (name === "hello") {
        tries = 0;
        liveState.value = "live";
      }
      if (message.lastEventId !== "") lastEventId = message.lastEventId;
      const event = JSON.parse(message.data) as LiveEvent;
      if (event.of === "hello") askAgainMs = event.againInMs;
      if (event.of === "hello" && event.resumed) return; // nothing was missed
      for (const handler of handlers.get(name) ?? []) handler(event);
    });
  }
  opened.onerror = () => {
    if (source !== opened) return;
    if (askAgainMs !== undefined && liveState.value === "live") {
      const waitMs = askAgainMs;
      askAgainMs = undefined;
      close();
      // Nobody looks: asking goes on when somebody does.
      if (!document.hidden) retry = setTimeout(connect, waitMs);
      return;
    }
    liveState.value = liveState.value === "connecting" ? "connecting" : "reconnecting";
    if (tries > 0) for (const handler of whenLost) handler();
    close();
    const waitMs = Math.min(longestWaitMs, 500 * 2 ** tries++) * (0.75 + Math.random() / 2);
    retry = setTimeout(connect, waitMs);
  };
}

function close() {
  clearTimeout(retry);
  source?.close();
  source = undefined;
}

function reconnectNow() {
  tries = 0;
  connect();
}

/**
 * A tab that nobody looks at lets go: a browser opens six connections to a server, and a seventh tab would wait for ever.
 * A phone that slept may hold a connection that died without a word, so a new one is made.
 */
function wakeOrSleep() {
  clearTimeout(sleep);
  if (document.hidden) {
    hiddenAtMs = Date.now();
    sleep = setTimeout(close, staleAfterHiddenMs);
  } else if (Date.now() - hiddenAtMs > staleAfterHiddenMs || source === undefined) reconnectNow();
}

function reconnectAfterFreeze(event: PageTransitionEvent) {
  if (event.persisted) reconnectNow();
}
