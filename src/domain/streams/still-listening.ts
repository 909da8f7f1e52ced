import type { Listening, SlotAnswer } from "./listening.ts";

/** How long a child may pause and go on, as far as nothing but requests tells. */
export const pauseMs = 60 * 60_000;

/**
 * Whether somebody may still be in the middle of what these answers began: each may be heard from its last request to its end,
 * with a pause. One that was fetched ahead counts as long as what plays before it.
 */
export function mayStillListen(listening: Pick<Listening, "answers">, nowMs: number): boolean {
  return Object.values(listening.answers).some((each) => nowMs < stillUntilMs(each));
}

function stillUntilMs({ lastAskedAtMs, seconds }: SlotAnswer): number {
  return lastAskedAtMs + seconds * 1000 + pauseMs;
}
