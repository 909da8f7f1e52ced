import type { AudioId, StreamId, StreamSecret } from "./ids.ts";

/** One URL of a stream: `/s/<secret>/<slot>.mp3`. Slot names are two digits and up: `01`, `02` … */
export type Slot = { readonly name: string; readonly title: string };

/** How a stream decides what a slot plays. Further kinds come with their features. */
export type StreamRule = {
  /** Slot n plays the n-th piece. */
  readonly kind: "fixed-list";
  readonly audio: readonly AudioId[];
};

/** What the slots of a card play. The secret can be replaced (which silences every card that carries the old one). */
export type Stream = {
  readonly id: StreamId;
  readonly title: string;
  readonly secret: StreamSecret;
  readonly rule: StreamRule;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
};
