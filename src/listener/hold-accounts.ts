import type { YotoAccountId } from "../domain/ids.ts";
import type { ListenerBoard } from "../stores/listener-board.ts";
import type { AccountDeps } from "./account-deps.ts";
import { type HeldAccount, noteAgain, noteHearing } from "./held-account.ts";
import type { Membership } from "./membership.ts";
import { prepareTakeOver, type Takeable } from "./prepare-take-over.ts";
import { watchAccount } from "./watch-account.ts";

/** The accounts that a listener holds, and the ways of getting and of losing one. */
export type AccountsInHand = {
  readonly held: ReadonlyMap<YotoAccountId, HeldAccount>;
  /** Takes it unless another was quicker, and listens. */
  take(takeable: Takeable): Promise<void>;
  /** Lets go of an account in its own time; it counts as ours until that is done. */
  giveBack(id: YotoAccountId): Promise<void> | undefined;
  /** At once, and without a word to the store: it is somebody else's. */
  abandon(id: YotoAccountId): Promise<void>;
  /** An account that is no longer linked has no players any more. */
  forget(id: YotoAccountId): Promise<void> | undefined;
  /** The same for one that is not in our hands any more: whoever unlinked it may have died over it. */
  forgetPlayers(id: YotoAccountId): Promise<void>;
  /** Notes what may not be heard: a beat says that we hear what we hold. */
  confirmHearing(): Promise<void>;
};

/** A thousand questions in one go would hold up what players say. */
const confirmedAtOnce = 20;
const confirmedEveryMs = 10;

type Deps = AccountDeps & { readonly shares: Pick<ListenerBoard, "read"> };

/** `membership`: ours among the listeners, which is there by the time an account is taken. */
export function holdAccounts(
  deps: Deps,
  board: ListenerBoard,
  membership: () => Membership,
  signal: AbortSignal,
): AccountsInHand {
  const { agenda, log } = deps;
  const held = new Map<YotoAccountId, HeldAccount>();

  const take = async (takeable: Takeable) => {
    const takeOver = await prepareTakeOver({ ...deps, membership: membership() }, takeable, signal);
    if (takeOver === undefined) return;
    const { warm, ...served } = takeOver;
    const { account, before } = takeable;
    const holding = await board.take(account.id, deps.listenerId, { ...(before && { before }), ...served });
    if (holding === undefined) return warm?.link.close();
    const { fence } = holding.value;
    log.info("account-taken", { account: account.id, fence });
    const isStillHeld = () => held.get(account.id) === mine;
    const onFencedOff = () => {
      // What was under way when we lost it may say so when we have it again.
      if (!isStillHeld()) return;
      log.warn("account-fenced-off", { account: account.id, fence });
      void abandon(account.id);
    };
    const marksHeard = () => deps.marksHeard() || mine.holding.value.offered === true;
    const watch = watchAccount(
      { ...deps, marksHeard },
      {
        account,
        fence,
        ...served,
        onHearing: (servedUntilMs) => noteHearing({ shares: board, log }, mine, servedUntilMs),
        onFencedOff,
        warm,
      },
    );
    const mine: HeldAccount = { holding, watch, noting: Promise.resolve() };
    held.set(account.id, mine);
    watch.then(
      (watched) => {
        mine.watched = watched;
      },
      () => {},
    );
    watch.catch((error: unknown) => {
      log.error("account-not-watched", { account: account.id, error });
      void warm?.link.close();
      if (!isStillHeld()) return;
      leave(account.id, async () => board.release(mine.holding, served.servedUntilMs ?? deps.clock.nowMs()));
    });
  };
  const leave = (id: YotoAccountId, how: (mine: HeldAccount) => Promise<void>) => {
    const mine = held.get(id);
    if (mine === undefined) return;
    mine.leaving ??= how(mine)
      .catch((error: unknown) => log.error("account-not-left", { account: id, error }))
      .finally(() => {
        if (held.get(id) === mine) held.delete(id);
        log.info("account-left", { account: id });
      });
    return mine.leaving;
  };
  const giveBack = (id: YotoAccountId) =>
    leave(id, async (mine) => {
      const servedUntilMs = deps.clock.nowMs();
      const watch = await mine.watch;
      await watch.confirmHearing();
      await watch.stop();
      await mine.noting;
      await board.release(mine.holding, mine.holding.value.servedUntilMs ?? servedUntilMs);
    });
  const abandon = async (id: YotoAccountId) => {
    const mine = held.get(id);
    held.delete(id);
    const watch = await mine?.watch.catch(() => undefined);
    await watch?.abandon();
  };
  const forget = (id: YotoAccountId) =>
    leave(id, async (mine) => {
      await (await mine.watch).abandon();
      await mine.noting;
      await forgetPlayers(id);
      await board.release(mine.holding, deps.clock.nowMs());
    });
  const forgetPlayers = async (id: YotoAccountId) => {
    for (const { value } of await deps.players.ofAccount(id)) await deps.players.delete(id, value.playerId);
    deps.live.publish({ of: "players" });
  };

  const confirmHearing = async () => {
    const each = async (mine: HeldAccount) => {
      await mine.watched?.confirmHearing();
      noteAgain({ shares: board, log }, mine);
      await mine.noting;
    };
    const asked: Promise<void>[] = [];
    for (const mine of held.values()) {
      if (asked.length > 0 && asked.length % confirmedAtOnce === 0)
        await new Promise<void>((resolve) => void agenda.after(confirmedEveryMs, resolve));
      asked.push(each(mine));
    }
    await Promise.all(asked);
  };
  return { held, take, giveBack, abandon, forget, forgetPlayers, confirmHearing };
}
