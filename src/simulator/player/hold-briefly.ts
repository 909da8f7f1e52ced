import type { PretendClock } from "../clock.ts";

const atMostWallMs = 2_000;

/**
 * Lets the virtual clock wait for a socket, but never longer than `wallMs` of real time (default two seconds): whoever
 * answers may itself wait for that clock. What follows `work` gets one turn of the event loop before time goes on.
 */
export function holdBriefly<Result>(
  clock: PretendClock,
  work: Promise<Result>,
  wallMs = atMostWallMs,
): Promise<Result> {
  let giveUp: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    giveUp = setTimeout(resolve, wallMs);
  });
  const settled = work.then(
    () => new Promise((resolve) => setImmediate(resolve)),
    () => new Promise((resolve) => setImmediate(resolve)),
  );
  clock.hold(Promise.race([settled, limit]).finally(() => clearTimeout(giveUp)));
  return work;
}
