import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";

/** Whether to ask for topics that Yoto may close one day; shared by all connections. */
export type ExtraTopics = {
  wanted(): boolean;
  granted(): void;
  /** The broker closed the connection instead of granting them. */
  closedOver(): void;
};

/** Once may be chance; twice in a row is an answer. */
const closingsToBelieve = 2;
const askAgainAfterMs = 24 * 3_600_000;

/**
 * Yoto has announced that apps will be left with `data/…`, and its broker answers a forbidden subscription by closing the
 * connection. So that this day is no outage, whoever is closed upon asking goes without for a day.
 * @see https://github.com/yotoplay/examples
 */
export function createExtraTopics(clock: Clock, log: Log): ExtraTopics {
  let closings = 0;
  let withoutUntilMs = 0;
  return {
    wanted: () => clock.nowMs() >= withoutUntilMs,
    granted: () => {
      closings = 0;
    },
    closedOver: () => {
      closings += 1;
      if (closings < closingsToBelieve) return;
      closings = 0;
      withoutUntilMs = clock.nowMs() + askAgainAfterMs;
      log.warn("yoto-extra-topics-refused", { askAgainAfterMs });
    },
  };
}
