import type { JsonObject } from "./json.ts";

/** Something that crossed a wire, with what was made of it. Fit to be shown: without tokens and the secrets of streams. */
export type Analyzed = {
  /** Sorts by time. */
  readonly id: string;
  readonly atMs: number;
} & (
  | {
      readonly is: "message";
      readonly playerId: string;
      readonly topic: string;
      /** As it came, cut to a few kilobytes. */
      readonly payload: string;
      /** How it was read, and what it changed in the player's state. */
      readonly read: JsonObject;
      readonly changed: JsonObject;
      readonly actions: readonly JsonObject[];
      readonly ignored?: "echo" | "late";
    }
  /** Actions that were concluded a moment after their message. */
  | { readonly is: "settled"; readonly playerId: string; readonly actions: readonly JsonObject[] }
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
    ? Omit<Each, "id" | "atMs">
    : never
  : never;

/** What is looked for; absent is no condition. */
export type AnalyzedWanted = {
  readonly playerId?: string;
  readonly is?: Analyzed["is"];
  /** Somewhere in it, whatever the case. */
  readonly text?: string;
  /** Older than the entry of this id. */
  readonly before?: string;
};

/** Whether an entry is one of those that are looked for. */
export function isWanted(entry: Analyzed, { playerId, is, text, before }: AnalyzedWanted): boolean {
  if (is !== undefined && entry.is !== is) return false;
  if (before !== undefined && entry.id >= before) return false;
  // A stream request names no player: it stands beside the messages of its moment.
  if (playerId !== undefined && "playerId" in entry && entry.playerId !== playerId) return false;
  return text === undefined || JSON.stringify(entry).toLowerCase().includes(text.toLowerCase());
}
