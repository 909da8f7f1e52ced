import type { AudioId, StreamId, StreamSecret } from "../ids.ts";
import type { GentleEnding } from "./gentle-ending.ts";
import { audioOfRule, type StreamRule } from "./stream-rule.ts";

/** Every recording that a stream may ever play. */
export function audioOf({ rule, ending }: Pick<Stream, "rule" | "ending">): readonly AudioId[] {
  return ending?.lullaby === undefined ? audioOfRule(rule) : [...audioOfRule(rule), ending.lullaby];
}

/** What the slots of a card play. The secret can be replaced (which silences every card that carries the old one). */
export type Stream = {
  readonly id: StreamId;
  readonly title: string;
  readonly secret: StreamSecret;
  /** Earlier ones, of which whatever stands in front of us has still to be told that they open nothing any more. */
  readonly silenced?: readonly StreamSecret[];
  readonly rule: StreamRule;
  /** How it ends at bedtime; absent: it does not. */
  readonly ending?: GentleEnding;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
};
