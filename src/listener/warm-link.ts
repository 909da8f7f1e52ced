import type { PlayerId } from "../domain/ids.ts";
import type { PlayerMessage } from "../domain/players/player-message.ts";
import type { AccountOutline } from "../stores/yoto-accounts.ts";
import { freshAccessToken } from "../usecases/yoto-accounts/fresh-access-token.ts";
import type { AccountDeps } from "./account-deps.ts";
import { type AccountLink, openLink } from "./account-link.ts";
import { mqttClientName } from "./mqtt-client-name.ts";

/** A connection that listens before it is its turn, and keeps what it hears. */
export type WarmLink = {
  readonly link: AccountLink;
  /** What was heard of each player so far; from now on everything goes to `onMessage`. */
  pour(
    onMessage: (message: PlayerMessage, way: string) => Promise<void> | void,
  ): ReadonlyMap<PlayerId, readonly PlayerMessage[]>;
};

/** More than a minute's worth of the loudest household. */
const mostKept = 20_000;

/** Connects beside whoever listens now, to all players that are known. Throws what connecting throws. */
export async function warmUp(
  deps: AccountDeps,
  account: AccountOutline,
  signal: AbortSignal,
): Promise<WarmLink> {
  const kept: PlayerMessage[] = [];
  let pourTo: Parameters<WarmLink["pour"]>[0] | undefined;
  const accessToken = await freshAccessToken(deps, account.id, { signal });
  const link = await deps.gate(() =>
    openLink(deps, {
      accessToken,
      clientId: mqttClientName(deps.chance),
      signal,
      onMessage: (message, way) => {
        if (pourTo !== undefined) return pourTo(message, way);
        kept.push(message);
        if (kept.length > mostKept) kept.shift();
      },
    }),
  );
  const players = await deps.players.ofAccount(account.id);
  // A player that the broker does not let us watch is no reason to miss the others.
  await Promise.all(players.map(({ value }) => link.say((over) => over.watch(value.playerId))));
  if (!(await link.say(async () => {}))) {
    await link.close();
    throw new Error("The connection did not last until it listened");
  }
  return {
    link,
    pour(onMessage) {
      pourTo = onMessage;
      return Map.groupBy(kept.splice(0), ({ playerId }) => playerId);
    },
  };
}
