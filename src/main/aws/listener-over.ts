import { createLiveUpdates } from "../../adapters/memory/live-updates.ts";
import { createYotoMqtt } from "../../adapters/yoto-mqtt/yoto-mqtt.ts";
import { createHealthBoard } from "../../listener/account-health.ts";
import type { ListenerDeps } from "../../listener/listener-deps.ts";
import { createCardLookUp } from "../../usecases/cards/look-up-card.ts";
import { analyzeMessage } from "../../usecases/history/analyze-message.ts";
import { createHistoryBook } from "../../usecases/history/history-book.ts";
import { listenedToday } from "../../usecases/house-rules/listened-today.ts";
import { createRuleBook } from "../../usecases/house-rules/rule-book.ts";
import { announcingBook } from "../../usecases/webhooks/announce.ts";
import { deliverWebhooks } from "../../usecases/webhooks/deliver-webhooks.ts";
import { keepTokensFresh } from "../../usecases/yoto-accounts/keep-tokens-fresh.ts";
import { hearMarks, markedLiveUpdates } from "../marked-live-updates.ts";
import { createSharedAnalyzer } from "../shared-analyzer.ts";
import { webhookWebs } from "../webhook-webs.ts";
import type { AwsPlatform, Loaded } from "./aws-platform.ts";
import { isListening } from "./listener-health.ts";
import { logHeartbeat } from "./log-heartbeat.ts";

/**
 * Families linked or rules changed at the API are noticed within this time, should its word of it have been lost. Of several
 * listeners one alone hears the word; then all look more often.
 */
const hearMarksEveryMs = 60_000;
const hearMarksInCompanyMs = 10_000;
/** A beat is a write, and a write costs ten times what a look costs. */
const beatAloneEveryMs = 30_000;
/** Who looks at the analyzer is told what was heard this often. */
const analyzedEveryMs = 1_000;

/** A listener away from the API, over the store on AWS. */
export type ListenerOnAws = {
  readonly deps: ListenerDeps;
  /** What goes on beside listening, until the signal: hears what others changed, renews tokens ahead, delivers to webhooks, beats in the log. */
  besides(signal: AbortSignal): Promise<void>;
};

/** What it needs, put together. */
export function listenerOver(
  ground: Pick<AwsPlatform, "stores" | "clock" | "chance" | "log" | "commands" | "env">,
  loaded: Pick<Loaded, "signIn" | "cloud">,
  listenerId: string,
): ListenerOnAws {
  const { stores, clock, chance, log, commands, env } = ground;
  const { signIn, cloud } = loaded;
  // Screens and other processes learn of changes from the store: no wire goes from here to them.
  const inner = createLiveUpdates();
  const liveUpdates = markedLiveUpdates({ inner, marks: stores.liveMarks, log });
  const tokens = {
    accounts: stores.accounts,
    signIn,
    clock,
    chance,
    log,
    liveUpdates,
    refreshEveryHours: env.TOKEN_REFRESH_INTERVAL_HOURS,
  };
  const { known } = createCardLookUp({ cards: stores.cards, cloud, tokens, clock, log, liveUpdates });
  // In AWS's network there is no home to reach, and addresses that are nobody's business.
  const webs = webhookWebs({ atHome: env.AWS_EXECUTION_ENV === undefined });
  const board = createHealthBoard();
  const batches = stores.analyzedBatches;
  const analyzer = createSharedAnalyzer({ batches, liveUpdates, clock, chance, log }, analyzedEveryMs);
  let company = false;
  let hearSoon = () => {};
  const isWell = () => isListening(board.accounts(), clock.nowMs());
  const deps: ListenerDeps = {
    ...tokens,
    players: stores.watchedPlayers,
    book: announcingBook(createHistoryBook({ ...stores, clock }), { ...stores, clock, liveUpdates }),
    cardFacts: known,
    onObserved: (seen) => analyzeMessage(analyzer, seen),
    orders: stores.orders,
    healths: stores.listenerHealths,
    board,
    cloud,
    mqtt: createYotoMqtt({ url: env.YOTO_MQTT_URL, clock, log }),
    live: liveUpdates,
    listenerId,
    shares: stores.listenerBoard,
    commands,
    beatAloneEveryMs,
    onCompany(others) {
      if (others === company) return;
      company = others;
      hearSoon();
    },
    rules: {
      ...stores,
      clock,
      chance,
      commands,
      liveUpdates,
      ruleBook: createRuleBook({ ...stores, clock }),
      listenedToday: (state, zone, sinceMs) => listenedToday({ ...stores, clock }, state, zone, sinceMs),
    },
  };
  return {
    deps,
    besides: async (signal) => {
      const onNudge = (listener: () => void) => {
        hearSoon = listener;
        commands.onNudge(listener);
      };
      const noticing = async () => {
        for await (const { of } of inner.subscribe(signal)) if (of === "analyzer") analyzer.somebodyLooks();
      };
      await Promise.all([
        noticing(),
        hearMarks(
          { inner, marks: stores.liveMarks, log, clock, onNudge },
          () => (company ? hearMarksInCompanyMs : hearMarksEveryMs),
          signal,
        ),
        keepTokensFresh(tokens, signal),
        deliverWebhooks({ ...stores, webs, liveUpdates, clock, chance, log }, signal),
        // An alarm waits for these lines: a listener that is deaf must not write them.
        logHeartbeat({ clock, log, isListening: isWell }, signal),
      ]);
    },
  };
}
