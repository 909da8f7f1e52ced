import { billOf } from "./bill.ts";
import { priceIn } from "./prices.ts";
import { profiles } from "./profiles.ts";
import type { Shape } from "./shape.ts";

/** The worst day somebody can give us who calls the API as fast as the throttle lets them. */
export type AttackDay = {
  /** Calls that get through, until and after the brake. */
  readonly calls: number;
  readonly how: string;
  /** What the calls cost, and the day itself. No free allowance is counted. */
  readonly dollars: number;
};

const day = 86_400;
/** From the end of an alarm's period to the throttle being down: metrics arrive, the alarm looks, the function acts. */
const reactionSeconds = 180;
/** An alarm over a day looks once an hour. */
const slowLookSeconds = 3_600;

/** What a call of a stranger makes us do: it is refused early, after at most one counter in the table. */
const perCall = { ms: 30, writes: 1, reads: 1, logKb: 1 };

/** @see AttackDay */
export function attackDay(shape: Shape): AttackDay {
  const { guard, region } = shape;
  const [first, ...rest] = [...guard.brakes].sort((a, b) => a.seconds - b.seconds);
  const dollarsOf = (name: Parameters<typeof priceIn>[1]) => priceIn(region, name).dollars;
  const braked = (afterSeconds: number) => Math.max(0, day - afterSeconds) * guard.brakedPerSecond;

  // As fast as can be: the alarm's period may just have begun.
  const fastSeconds = first === undefined ? day : first.seconds + reactionSeconds;
  const tactics = [
    {
      how: "as fast as the throttle allows",
      calls: guard.burst + Math.min(day, fastSeconds) * guard.ratePerSecond + braked(fastSeconds),
    },
  ];
  // As patiently as the first alarm forgives, until the next one.
  for (const next of rest) {
    const rate = Math.min(guard.ratePerSecond, (first?.calls ?? 0) / (first?.seconds ?? 1));
    const seconds = Math.min(day, next.calls / rate + slowLookSeconds + reactionSeconds);
    tactics.push({ how: "just below the fast alarm", calls: seconds * rate + braked(seconds) });
  }
  const worst = tactics.reduce((a, b) => (a.calls > b.calls ? a : b));
  // Slots are looked up at the edge before anybody else is asked.
  const looked = shape.slotsAtEdge === "none" ? 0 : dollarsOf("cdnFunction") + dollarsOf("cdnKeyRead");
  const atTheEdge = shape.flatRateCdn ? 0 : dollarsOf("cdnRequest") + looked;
  const each =
    dollarsOf("httpApiRequest") +
    dollarsOf("lambdaRequest") +
    (perCall.ms / 1000) * (shape.apiMemoryMb / 1024) * dollarsOf("lambdaGbSecond") +
    perCall.writes * dollarsOf("tableWrite") +
    perCall.reads * dollarsOf("tableRead") +
    (perCall.logKb / 1e6) * dollarsOf("logGb") +
    atTheEdge;
  // Refused at the throttle, a call still came through CloudFront.
  const refused = Math.max(0, guard.ratePerSecond * day - worst.calls);
  const refusedDollars = shape.flatRateCdn ? 0 : refused * (atTheEdge + dollarsOf("httpApiRequest"));
  const usual = billOf(shape, profiles.light, { withFree: false }).dollars / 30;
  return { ...worst, dollars: worst.calls * each + refusedDollars + usual };
}
