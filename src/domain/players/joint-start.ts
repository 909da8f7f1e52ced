import type { CommandId, PlayerId } from "../ids.ts";
import type { OrderOutcome } from "./command.ts";
import { expectedForMs, isSettled } from "./expectation.ts";

/** Several players told to begin at one moment. */
export type JointStart = {
  readonly id: string;
  /** The common moment. */
  readonly sendAtMs: number;
  readonly orders: readonly { readonly playerId: PlayerId; readonly orderId: CommandId }[];
};

/** Who has not begun by then is no longer waited for. */
export const jointStartEndsAfterMs = expectedForMs + 2_000;

/**
 * How far apart the players began: from the first to the last report of sound, as they reached us. Absent while one may still
 * begin, which is the case for `jointStartEndsAfterMs` after the common moment, and with fewer than two that did.
 */
export function beganApartMs(
  { sendAtMs }: Pick<JointStart, "sendAtMs">,
  outcomes: readonly OrderOutcome[],
  nowMs: number,
): number | undefined {
  const mayBegin = nowMs < sendAtMs + jointStartEndsAfterMs;
  if (mayBegin && outcomes.some((each) => !isSettled(each))) return undefined;
  const began = outcomes.flatMap((outcome) => (outcome.is === "took-effect" ? [outcome.atMs] : []));
  return began.length < 2 ? undefined : Math.max(...began) - Math.min(...began);
}
