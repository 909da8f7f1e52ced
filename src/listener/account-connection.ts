import type { GapCause } from "../domain/actions/action.ts";
import type { PlayerMessage } from "../domain/players/player-message.ts";
import type { Disconnected, YotoConnection } from "../ports/yoto-mqtt.ts";
import { YotoTrouble } from "../ports/yoto-trouble.ts";
import type { AccountOutline } from "../stores/yoto-accounts.ts";
import { freshAccessToken } from "../usecases/yoto-accounts/fresh-access-token.ts";
import type { AccountDeps } from "./account-deps.ts";
import type { AccountHealthKeeper } from "./account-health.ts";
import { type AccountLink, openLink } from "./account-link.ts";
import { planAfterFailure, planAfterLoss, refuseWithoutRight, shortLifeMs } from "./connection-plan.ts";
import { mqttClientName } from "./mqtt-client-name.ts";
import { relieve } from "./relieve.ts";

/** The connection of an account, made anew for as long as it takes. */
export type AccountConnection = {
  isUp(): boolean;
  /** How long the connection of the moment is up, or how long there has been none. */
  forMs(): number;
  /** Says something over the connection of the moment; `false` when there is none or it broke. */
  say(what: (connection: YotoConnection) => Promise<void>): Promise<boolean>;
  /** Does something over each connection there is: two while one relieves the other. */
  onEachLink(act: (link: AccountLink) => Promise<unknown>): Promise<void>;
  untilUp(ms: number): Promise<boolean>;
  /** The connection is open and yet nobody answers: make another. */
  giveUp(): void;
  accountChanged(account: AccountOutline): void;
  stop(): Promise<void>;
};

/** What becomes of what a connection brings. */
export type ConnectionHooks = {
  readonly health: AccountHealthKeeper;
  readonly onMessage: (message: PlayerMessage, way: string) => Promise<void> | void;
  /** Subscribes and asks. */
  readonly onOpen: (link: AccountLink) => Promise<void>;
  readonly onLost: (sinceMs: number, cause: GapCause) => void;
  /** Whether what players say comes over it still: has the broker show it, behind all that was on its way. */
  readonly isHeardOver: (link: AccountLink) => Promise<boolean>;
  /** Lets Yoto's other door judge the token (which renews it where it is bad). */
  readonly isTokenGood: () => Promise<boolean>;
};

/** What was on its way when the connection was last known to work may have been lost with it. */
const onItsWayMs = 2_000;
/** A token that REST takes and the broker does not is renewed on suspicion, but not more often. */
const suspectEveryMs = 600_000;
const suspectAfter = 3;

/** Connects and stays connected until stopped, with a token that is fresh for every connection. */
export function connectAccount(
  deps: AccountDeps,
  account: AccountOutline,
  hooks: ConnectionHooks,
  /** A connection that is open already, to begin with. */
  warm?: AccountLink,
): AccountConnection {
  const { agenda, chance, clock, log } = deps;
  const { health } = hooks;
  const stopping = new AbortController();
  const links = new Set<AccountLink>();
  const waitingForUp = new Set<(up: boolean) => void>();
  let current: AccountLink | undefined;
  let changedAtMs = agenda.nowMs();
  let linkedAtMs = account.linkedAtMs;
  let scopes = account.scopes;
  let wake = () => {};
  if (warm !== undefined) {
    links.add(warm);
    void warm.gone.then(() => links.delete(warm));
  }
  let suspectedAtMs = Number.NEGATIVE_INFINITY;

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      if (stopping.signal.aborted) return resolve();
      const callOff = agenda.after(ms, resolve);
      wake = () => {
        callOff();
        resolve();
      };
    });

  const open = async (wanted: { readonly refusedToken?: string }) => {
    refuseWithoutRight(scopes);
    const accessToken = await freshAccessToken(deps, account.id, { ...wanted, signal: stopping.signal });
    const clientId = mqttClientName(chance);
    const { onMessage } = hooks;
    const link = await deps
      .gate(() => openLink(deps, { accessToken, clientId, onMessage, signal: stopping.signal }))
      .catch((error: unknown) => {
        throw new NotLetIn(accessToken, error);
      });
    links.add(link);
    void link.gone.then(() => links.delete(link));
    return link;
  };

  const setCurrent = (link: AccountLink | undefined) => {
    if ((current === undefined) !== (link === undefined)) changedAtMs = agenda.nowMs();
    current = link;
    if (link === undefined) return;
    for (const tell of waitingForUp) tell(true);
    waitingForUp.clear();
  };

  /** Lives with a link, and with those that relieve it, to the end of the last one. */
  const live = async (
    first: AccountLink,
  ): Promise<{ readonly end: Disconnected; readonly link: AccountLink }> => {
    let link = first;
    setCurrent(link);
    health.tell({ mqtt: "connected", linked: "linked", doing: "Listening" });
    log.info("yoto-connected", { account: account.id });
    await hooks.onOpen(link);
    for (;;) {
      const relief = relieve(deps, link, {
        accountId: account.id,
        open: () => open({}),
        isOpen: (each) => links.has(each),
        current: () => current,
        setCurrent,
        onOpen: hooks.onOpen,
        signal: stopping.signal,
      });
      const next = await Promise.race([link.gone, relief.promise]);
      relief.callOff();
      if ("why" in next) return { end: next, link };
      // It may have been dead for minutes without anybody noticing.
      if (!(await hooks.isHeardOver(link))) {
        lost(link);
        await hooks.onOpen(next);
      }
      await link.close();
      link = next;
      log.debug("yoto-link-relieved", { account: account.id });
    }
  };

  /** What relieved another in the moment of its end, nobody lives with. */
  const closeAll = () => {
    setCurrent(undefined);
    for (const link of links)
      void link.close().catch((error: unknown) => log.warn("yoto-link-not-closed", { error }));
  };

  /** Its end may be noticed long after the line went dead: only what we heard or had confirmed is certain. */
  const lost = (link: AccountLink) => {
    const silentMs = agenda.nowMs() - link.lastAliveMs();
    hooks.onLost(clock.nowMs() - silentMs - onItsWayMs, "connection-lost");
  };

  const refusedByBroker = async (error: NotLetIn, failures: number): Promise<string | undefined> => {
    const good = await hooks.isTokenGood();
    if (!good || failures < suspectAfter || agenda.nowMs() - suspectedAtMs < suspectEveryMs) return undefined;
    suspectedAtMs = agenda.nowMs();
    return error.accessToken;
  };

  const run = async () => {
    let failures = 0;
    let shortLives = 0;
    let refusedToken: string | undefined;
    let ready = warm;
    while (!stopping.signal.aborted) {
      let plan: ReturnType<typeof planAfterFailure>;
      try {
        if (health.now().mqtt === "connected")
          health.tell({ mqtt: "connecting", doing: "Connecting to Yoto" });
        const link = ready ?? (await open(refusedToken === undefined ? {} : { refusedToken }));
        ready = undefined;
        refusedToken = undefined;
        const lived = await live(link).finally(closeAll);
        if (stopping.signal.aborted) break;
        const livedMs = agenda.nowMs() - lived.link.openedAtMs;
        lost(lived.link);
        shortLives = livedMs < shortLifeMs && lived.end.why === "closed-by-broker" ? shortLives + 1 : 0;
        failures = livedMs < shortLifeMs ? failures + 1 : 0;
        plan = planAfterLoss({ livedMs, failures, shortLives }, chance.fraction());
        log.info("yoto-disconnected", {
          account: account.id,
          why: lived.end.why,
          detail: lived.end.detail,
          livedMs,
        });
      } catch (caught) {
        if (stopping.signal.aborted) break;
        const error = caught instanceof NotLetIn ? caught.cause : caught;
        failures++;
        if (caught instanceof NotLetIn && error instanceof YotoTrouble && error.kind === "unauthorized")
          refusedToken = await refusedByBroker(caught, failures);
        plan = planAfterFailure(error, failures, chance.fraction());
        log.info("yoto-not-connected", { account: account.id, failures, error });
      }
      health.tell({ mqtt: "down", linked: plan.linked, doing: plan.doing });
      await pause(plan.waitMs);
    }
  };
  const running = run().catch((error: unknown) =>
    log.error("account-connection-ended", { account: account.id, error }),
  );

  return {
    isUp: () => current !== undefined,
    forMs: () => agenda.nowMs() - changedAtMs,
    say: async (what) => (current === undefined ? false : current.say(what)),
    async onEachLink(act) {
      await Promise.all([...links].map(act));
    },
    untilUp: (ms) =>
      new Promise((resolve) => {
        if (current !== undefined) return resolve(true);
        if (ms <= 0 || stopping.signal.aborted) return resolve(false);
        const callOff = agenda.after(ms, () => tell(false));
        const tell = (up: boolean) => {
          callOff();
          waitingForUp.delete(tell);
          resolve(up);
        };
        waitingForUp.add(tell);
      }),
    giveUp: () => current?.giveUp(),
    accountChanged(changed) {
      const linkedAnew = changed.linkedAtMs !== linkedAtMs;
      linkedAtMs = changed.linkedAtMs;
      scopes = changed.scopes;
      const canTryAgain = changed.state.is === "linked" && health.now().linked === "link-again";
      if (linkedAnew || canTryAgain) wake();
      if (changed.state.is === "link-again" && current !== undefined) health.tell({ linked: "link-again" });
    },
    async stop() {
      stopping.abort();
      for (const tell of [...waitingForUp]) tell(false);
      wake();
      await Promise.all([...links].map((link) => link.close()));
      await running;
    },
  };
}

/** The broker did not let us in with this token. */
class NotLetIn extends Error {
  override readonly name = "NotLetIn";
  readonly accessToken: string;
  constructor(accessToken: string, cause: unknown) {
    super("The broker did not let us in", { cause });
    this.accessToken = accessToken;
  }
}
