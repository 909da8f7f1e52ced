import type { PretendClock } from "./clock.ts";

/** Something that crossed a wire or changed in the pretend world. */
export type JournalEntry = {
  readonly number: number;
  readonly atMs: number;
} & (
  | {
      /** A request arrived at the pretend cloud, or a player sent one to somebody's stream address. */
      readonly kind: "request";
      readonly from: "client" | "player";
      readonly deviceId?: string;
      readonly method: string;
      readonly url: string;
    }
  | {
      /** A request to the pretend cloud, or one of a player to somebody's stream address, with its answer. */
      readonly kind: "http";
      readonly from: "client" | "player";
      /** The number of the `request` entry this answers, where there is one. */
      readonly request?: number;
      readonly deviceId?: string;
      readonly method: string;
      readonly url: string;
      readonly requestHeaders: Readonly<Record<string, string>>;
      /** Text bodies only, cut to a few kilobytes. */
      readonly requestBody?: string;
      readonly status: number | "failed";
      readonly responseHeaders: Readonly<Record<string, string>>;
      readonly bytes: number;
      /** SHA-256 of the answer's body, hex, where a player fetched audio. */
      readonly sha256?: string;
      readonly tookMs: number;
    }
  | {
      readonly kind: "mqtt";
      readonly direction: "to-broker" | "from-broker";
      readonly clientId: string;
      readonly topic: string;
      readonly payload: string;
    }
  | { readonly kind: "connection"; readonly clientId: string; readonly what: string }
  | { readonly kind: "player"; readonly deviceId: string; readonly what: string; readonly detail?: unknown }
  | { readonly kind: "fault"; readonly what: string }
);

export type NewEntry = JournalEntry extends infer Entry
  ? Entry extends JournalEntry
    ? Omit<Entry, "number" | "atMs">
    : never
  : never;

/** Everything that happened, newest last; the oldest entries go when it is full. */
export type Journal = {
  add(entry: NewEntry): JournalEntry;
  /** The entries still kept whose number is above `afterNumber`; costs only what it returns. */
  entries(afterNumber?: number): readonly JournalEntry[];
  /** Calls `listener` for each new entry until the returned function is called. */
  listen(listener: (entry: JournalEntry) => void): () => void;
  /** Forgets all entries; numbering goes on. */
  clear(): void;
};

export function createJournal(clock: PretendClock, keep = 20_000): Journal {
  let number = 0;
  let entries: JournalEntry[] = [];
  const listeners = new Set<(entry: JournalEntry) => void>();
  return {
    add: (entry) => {
      const whole = { ...entry, number: ++number, atMs: clock.nowMs() } as JournalEntry;
      entries.push(whole);
      if (entries.length > keep * 1.1) entries = entries.slice(-keep);
      for (const listener of listeners) listener(whole);
      return whole;
    },
    entries: (afterNumber = 0) => {
      const firstNumber = number - entries.length + 1;
      return entries.slice(Math.max(0, afterNumber - firstNumber + 1));
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    clear: () => {
      entries = [];
    },
  };
}
