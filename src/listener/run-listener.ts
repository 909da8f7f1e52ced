import type { YotoAccountId } from "../domain/ids.ts";
import type { PlayerOrder } from "../domain/players/command.ts";
import type { ListenerBoard } from "../stores/listener-board.ts";
import type { AccountDeps } from "./account-deps.ts";
import { createAgenda } from "./agenda.ts";
import { createBacklog } from "./backlog.ts";
import { createGate } from "./gate.ts";
import { isGeneration } from "./generations.ts";
import { noteOffer } from "./held-account.ts";
import { holdAccounts } from "./hold-accounts.ts";
import { linkedAccounts } from "./linked-accounts.ts";
import { readTogether } from "./listen-beside.ts";
import type { ListenerDeps } from "./listener-deps.ts";
import { beatEveryMs, joinListeners } from "./membership.ts";
import { NotHeldHere } from "./order-desk.ts";
import { sharesOf } from "./shares.ts";

/** What is under way when we are told to stop may take so long. */
const stopWithinMs = 8_000;
const connectsAtOnce = 20;
const readsAtOnce = 50;
/** Several turns of the store's. */
const unstoredMost = 2_000;
const lookSoonMs = 2_000;

/**
 * Listens to the players of all linked accounts until the signal, sharing them with other listeners on the same store.
 * Rejects only when it could not begin.
 */
export async function runListener(deps: ListenerDeps, signal: AbortSignal): Promise<void> {
  const { log, shares } = deps;
  const agenda = createAgenda(deps);
  const accountDeps: AccountDeps & { readonly shares: Pick<ListenerBoard, "read"> } = {
    ...deps,
    shares: readTogether(deps),
    agenda,
    gate: createGate(connectsAtOnce),
    reads: createGate(readsAtOnce),
    backlog: createBacklog(unstoredMost),
    marksHeard: () => isGeneration(deps.listenerId),
    react: async (change) => {
      await deps
        .react?.(change)
        .catch((error: unknown) => log.error("reaction-failed", { playerId: change.after.playerId, error }));
    },
  };
  const inHand = holdAccounts(accountDeps, shares, () => membership, signal);
  const { held, take, giveBack, abandon, forget, forgetPlayers } = inHand;
  const linkedNow = linkedAccounts({ ...deps, agenda });
  const running = new AbortController();
  const timekeeping = agenda.run(running.signal);
  const membership = await joinListeners({
    ...deps,
    agenda,
    beforeBeat: inHand.confirmHearing,
    onBuried: async () => void (await Promise.all([...held.keys()].map(abandon))),
  }).catch((error: unknown) => {
    running.abort();
    throw error;
  });

  /** One look at the board and at what is linked: take and give back until the spread is even. */
  const look = async () => {
    const [board, accounts] = await Promise.all([shares.read({ mayLag: true }), linkedNow.read()]);
    const linked = new Map(accounts.map((account) => [account.id, account]));
    const holdings = new Map(board.holdings.map((each) => [each.value.accountId, each]));
    const holderOf = new Map<YotoAccountId, string>();
    for (const { value } of board.holdings)
      if (value.holder !== undefined) holderOf.set(value.accountId, value.holder);
    const living = await membership.buryTheDead(board.members);
    deps.onCompany?.(living.length > 1);
    const offered = new Set(
      board.holdings.flatMap(({ value: { offered, holder, accountId } }) =>
        offered && holder !== undefined && living.includes(holder) ? [accountId] : [],
      ),
    );
    const { take: due, giveBack: surplus } = sharesOf({
      me: deps.listenerId,
      members: living,
      accounts: [...linked.keys()],
      holderOf,
      offered,
    });
    const wanted = [...due];
    for (const [id, mine] of held) {
      if (linked.has(id)) noteOffer(deps, mine, surplus.includes(id));
      else void forget(id);
    }
    // What stands under our name and is not in our hands was left by an earlier run. The others believe that we listen: so we
    // do, or say that nobody does.
    const left = board.holdings.filter(
      ({ value }) => value.holder === deps.listenerId && !held.has(value.accountId),
    );
    for (const holding of left) {
      const { accountId } = holding.value;
      if (!linked.has(accountId)) await forgetPlayers(accountId);
      if (surplus.includes(accountId))
        await shares.release(holding, membership.servedUntilMs(holding.value) ?? deps.clock.nowMs());
      else wanted.push(accountId);
    }
    const takeable = wanted.flatMap((id) => linked.get(id) ?? []).filter(({ id }) => !held.has(id));
    const { members } = board;
    await Promise.all(
      takeable.map((account) =>
        take({
          account,
          before: holdings.get(account.id),
          members,
          isOffered: offered.has(account.id) && holderOf.get(account.id) !== deps.listenerId,
        }),
      ),
    );
    for (const [id, { watch, holding }] of held) {
      if ((holdings.get(id)?.value.fence ?? 0) > holding.value.fence) {
        log.info("account-relieved", { account: id });
        void abandon(id);
        continue;
      }
      const account = linked.get(id);
      if (account !== undefined)
        void watch.then(
          (each) => each.accountChanged(account),
          () => {},
        );
    }
  };

  const deliver = async (order: PlayerOrder) => {
    for (const { watch } of held.values()) {
      const each = await watch.catch(() => undefined);
      if (each?.has(order.playerId)) return each.deliver(order);
    }
    // Perhaps nobody holds it just now: then better us than somebody in ten seconds.
    lookNow();
    throw new NotHeldHere(order.playerId);
  };

  const rulesChanged = async () => {
    deps.rules?.ruleBook.forget();
    for (const { watch } of held.values()) (await watch.catch(() => undefined))?.rulesChanged();
  };
  let lookNow = () => {};
  const looking = async () => {
    while (!signal.aborted) {
      // What changes during a look may have been read before it changed.
      let again = false;
      lookNow = () => {
        again = true;
      };
      await look().catch((error: unknown) => log.error("listener-look-failed", { error }));
      if (signal.aborted) return;
      if (again) continue;
      await new Promise<void>((resolve) => {
        const callOff = agenda.after(deps.isRelievedSoon?.() ? lookSoonMs : beatEveryMs, resolve);
        lookNow = () => {
          callOff();
          resolve();
        };
      });
    }
  };
  /** Accounts linked or unlinked in this process, and changed rules, are not waited for. */
  const noticing = async () => {
    for await (const update of deps.live.subscribe(signal)) {
      if (update.of === "yoto-accounts") {
        linkedNow.changed();
        lookNow();
      }
      if (update.of === "player-settings")
        for (const { watch } of held.values())
          void watch.then(
            (each) => each.has(update.playerId) && each.settingsChanged(update.playerId),
            () => {},
          );
      if (update.of === "house-rules") await rulesChanged();
    }
  };
  const stop = () => lookNow();
  const ended = (what: string) => (error: unknown) => {
    if (!signal.aborted) log.error(what, { error });
  };
  signal.addEventListener("abort", stop);
  const inbound = [
    deps.commands.receive(deliver, signal).catch(ended("commands-ended")),
    noticing().catch(ended("live-updates-ended")),
    membership.run(signal),
  ];
  await looking();

  const done = Promise.all([...inbound, ...[...held.keys()].map(giveBack)]);
  const tooLong = new Promise<void>((resolve) => void agenda.after(stopWithinMs, resolve));
  await Promise.race([done, tooLong]);
  await membership.leave().catch((error: unknown) => log.warn("listener-not-left", { error }));
  running.abort();
  await timekeeping;
  signal.removeEventListener("abort", stop);
  log.info("listener-stopped");
}
