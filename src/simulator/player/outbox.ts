import type { PretendChance } from "../chance.ts";
import type { PretendClock, Timer } from "../clock.ts";
import type { MqttLink } from "./mqtt-link.ts";
import type { PlayerHabits } from "./player-model.ts";
import type { Report } from "./player-reports.ts";

/** Where a player's messages leave it: the legacy twin first, the order of events kept. */
export type Outbox = {
  event(payload: Report): void;
  say(topic: string, payload: Report): void;
  /** Everything that still waits goes out now. */
  flush(): void;
  close(): void;
};

type Deps = {
  readonly clock: PretendClock;
  readonly chance: PretendChance;
  readonly link: Pick<MqttLink, "say">;
  readonly habits: PlayerHabits;
};

const legacyLeadMs = 160;

export function createOutbox({ clock, chance, link, habits }: Deps): Outbox {
  let waiting: { readonly atMs: number; readonly text: string }[] = [];
  let timer: Timer | undefined;

  const send = () => {
    timer = undefined;
    const now = clock.nowMs();
    while (waiting[0] !== undefined && waiting[0].atMs <= now) {
      link.say("data/events", waiting[0].text, false);
      waiting.shift();
    }
    const [next] = waiting;
    if (next !== undefined) timer = clock.after(next.atMs - now, send);
  };

  const flush = () => {
    for (const { text } of waiting) link.say("data/events", text, false);
    waiting = [];
    timer?.cancel();
    timer = undefined;
  };

  return {
    event: (payload) => {
      const text = JSON.stringify(habits.saysText ? asText(payload) : payload);
      if (!habits.saysLegacy) return link.say("data/events", text, false);
      link.say("events", text, false);
      const earliest = waiting.at(-1)?.atMs ?? 0;
      waiting.push({ atMs: Math.max(earliest, clock.nowMs() + chance.between(0, legacyLeadMs)), text });
      timer ??= clock.after(Math.max(0, (waiting[0]?.atMs ?? 0) - clock.nowMs()), send);
    },
    say: (topic, payload) => {
      if (topic === "status" && !habits.saysLegacy) return;
      // A good-bye is a player's last word: what it still had to tell comes before.
      if (topic === "presence") flush();
      link.say(topic, JSON.stringify(habits.saysText ? asText(payload) : payload), topic === "presence");
    },
    flush,
    close: () => timer?.cancel(),
  };
}

function asText(payload: Report): Report {
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [
      name,
      typeof value === "object" && value !== null
        ? asText(value as Report)
        : name === "ts"
          ? value
          : String(value),
    ]),
  );
}
