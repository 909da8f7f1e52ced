/** What moments of our wall clock are in the pretend world's time, when ours is set now and then. */
export type SetClocks = {
  /** Our clock was set by `ms`, now. */
  wasSet(ms: number): void;
  /** Every moment that one of ours can mean: a clock that is set back shows some of them twice. */
  pretendMs(ourMs: number): readonly number[];
};

/** Ours begins as the world's own. */
export function setClocks(nowMs: () => number): SetClocks {
  const stretches = [{ fromMs: Number.NEGATIVE_INFINITY, aheadMs: 0 }];
  const latest = () => stretches.at(-1)?.aheadMs ?? 0;
  return {
    wasSet: (ms) => void stretches.push({ fromMs: nowMs(), aheadMs: latest() + ms }),
    pretendMs(ourMs) {
      const found = stretches.flatMap(({ fromMs, aheadMs }, at) => {
        const moment = ourMs - aheadMs;
        const untilMs = stretches[at + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
        return moment >= fromMs - slackMs && moment <= untilMs + slackMs ? [moment] : [];
      });
      return found.length > 0 ? found : [ourMs - latest()];
    },
  };
}

/** What was said before the clock was set may be written down after it. */
const slackMs = 5_000;
