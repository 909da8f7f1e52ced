import type { StreamId, StreamSecret } from "./ids.ts";
import type { StreamRule } from "./streams/stream-rule.ts";

/** What the slots of a card play. The secret can be replaced (which silences every card that carries the old one). */
export type Stream = {
  readonly id: StreamId;
  readonly title: string;
  readonly secret: StreamSecret;
  readonly rule: StreamRule;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
};
