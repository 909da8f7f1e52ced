import type { Action } from "../domain/actions/action.ts";
import type { JsonObject } from "../domain/json.ts";
import type { Clock } from "../ports/clock.ts";

/** Something that crossed a wire this process listens to, with what was made of it. */
export type Analyzed = {
  /** Counts up; tells the order. */
  readonly number: number;
  readonly atMs: number;
} & (
  | {
      readonly is: "message";
      readonly playerId: string;
      readonly topic: string;
      /** As it came, cut to a few kilobytes, without secrets. */
      readonly payload: string;
      /** How it was read, and what it changed in the player's state. */
      readonly read: JsonObject;
      readonly changed: JsonObject;
      readonly actions: readonly Action[];
      readonly ignored?: "echo" | "late";
    }
  /** Actions that were concluded a moment after their message. */
  | { readonly is: "settled"; readonly playerId: string; readonly actions: readonly Action[] }
  | {
      readonly is: "stream-request";
      readonly streamId: string;
      readonly slot: string;
      readonly method: string;
      readonly status: number;
      readonly range?: string;
      readonly userAgent?: string;
      readonly listener: string;
      readonly audioId: string;
    }
);

/** One without its place in the order. */
export type NewAnalyzed = Analyzed extends infer Each
  ? Each extends Analyzed
    ? Omit<Each, "number" | "atMs">
    : never
  : never;

/** What is looked for; absent is no condition. */
export type AnalyzedWanted = {
  readonly playerId?: string;
  readonly is?: Analyzed["is"];
  /** Somewhere in it, whatever the case. */
  readonly text?: string;
  /** Older than this number. */
  readonly before?: number;
};

/** The last that crossed the wires, in memory only. */
export type Analyzer = {
  add(entry: NewAnalyzed): void;
  /** Newest first. */
  recent(wanted: AnalyzedWanted, limit: number): readonly Analyzed[];
  /** Calls back for each new one that fits, until the returned function is called. */
  watch(wanted: AnalyzedWanted, tell: (entry: Analyzed) => void): () => void;
};

const keptMost = 10_000;
const textMost = 4_000;

/** An empty analyzer. */
export function createAnalyzer({ clock }: { readonly clock: Clock }, keep = keptMost): Analyzer {
  const ring: (Analyzed | undefined)[] = [];
  const watchers = new Set<{ wanted: AnalyzedWanted; tell: (entry: Analyzed) => void }>();
  let count = 0;
  return {
    add(entry) {
      const whole: Analyzed = { ...entry, number: ++count, atMs: clock.nowMs() };
      ring[count % keep] = whole;
      for (const { wanted, tell } of watchers) if (fits(whole, wanted)) tell(whole);
    },
    recent(wanted, limit) {
      const found: Analyzed[] = [];
      const newest = Math.min(count, (wanted.before ?? count + 1) - 1);
      for (let number = newest; number > Math.max(0, count - keep) && found.length < limit; number--) {
        const entry = ring[number % keep];
        if (entry !== undefined && fits(entry, wanted)) found.push(entry);
      }
      return found;
    },
    watch(wanted, tell) {
      const watcher = { wanted, tell };
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
  };
}

function fits(entry: Analyzed, { playerId, is, text }: AnalyzedWanted): boolean {
  if (is !== undefined && entry.is !== is) return false;
  // A stream request names no player: it stands beside the messages of its moment.
  if (playerId !== undefined && "playerId" in entry && entry.playerId !== playerId) return false;
  return text === undefined || JSON.stringify(entry).toLowerCase().includes(text.toLowerCase());
}

const utf8 = new TextDecoder();

/** A payload as text, without what nobody may see: tokens, and the secret part of a stream's address. */
export function safePayload(payload: Uint8Array | undefined): string {
  if (payload === undefined) return "";
  return withoutSecrets(utf8.decode(payload.subarray(0, textMost)));
}

/** Whatever looks like a secret, wherever it stands. */
export function withoutSecrets(text: string): string {
  return text
    .replaceAll(/\/s\/[A-Za-z0-9_-]{6,}/g, "/s/…")
    .replaceAll(/eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,2}/g, "…")
    .replaceAll(/(Bearer\s+)[^\s"\\]+/gi, "$1…")
    .replaceAll(/("(?:[a-z_]*token|secret|password|authorization)"\s*:\s*")[^"]*/gi, "$1…")
    .replaceAll(/([?&](?:[a-z_]*token|secret|signature|x-amz-[a-z-]+|policy)=)[^&\s"\\]+/gi, "$1…");
}
