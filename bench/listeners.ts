import { type Crowd, startCrowd } from "../src/simulator/player/start-crowd.ts";
import { secondsUntil, startCrowdedWorld, wait } from "./listener/crowded-world.ts";
import { startListenerProcess } from "./listener/start-listener-process.ts";
import type { Stored } from "./listener/told.ts";
import { type Row, row } from "./row.ts";

/** A dead listener is buried after 22 s without a beat, and looked for every ten. */
const heldWithinSeconds = 120;
const frozenMs = 45_000;

/**
 * Four listener processes share a thousand accounts on one store. Two are killed; then one of the two that are left is frozen and
 * goes on when the other has taken its accounts: nothing it still wants to write may be written. `LISTENERS_ACCOUNTS` for fewer.
 */
export async function run(): Promise<Row[]> {
  const accounts = Number(process.env["LISTENERS_ACCOUNTS"] ?? 1_000);
  await using world = await startCrowdedWorld({ accounts, playersEach: 1 });
  using crowd: Crowd = startCrowd(world.yoto, { deviceIds: world.deviceIds, actionsPerSecond: 100, seed: 3 });
  const writes = writersOf();
  const listeners = ["one", "two", "three", "four"].map((name) =>
    startListenerProcess(world.ordersFor(name, "all"), writes.stored),
  );
  const alive = new Set(listeners.map(({ listenerId }) => listenerId));
  const spread = async () => {
    const counts = new Map([...alive].map((name) => [name, 0]));
    for (const { value } of (await world.stores.listenerBoard.read()).holdings) {
      const count = value.holder === undefined ? undefined : counts.get(value.holder);
      if (value.holder !== undefined && count !== undefined) counts.set(value.holder, count + 1);
    }
    return [...counts.values()];
  };
  const allHeld = async () => (await spread()).reduce((sum, each) => sum + each, 0) === accounts;
  const isEven = async () => {
    const counts = await spread();
    return Math.max(...counts) - Math.min(...counts) <= 1;
  };
  const heldAndEven = async () => (await allHeld()) && (await isEven());
  const heard = () => listeners.reduce((sum, each) => sum + each.now().connected, 0);

  const [first, second, third, fourth] = listeners;
  if (!first || !second || !third || !fourth) throw new Error("unreachable");
  const startedIn = await secondsUntil("an even spread", heldAndEven, 180);
  await secondsUntil("connections", () => heard() === accounts, 180);

  for (const each of [first, second]) alive.delete(each.listenerId);
  await Promise.all([first.kill(), second.kill()]);
  const heldIn = await secondsUntil("a holder for each", allHeld, heldWithinSeconds);
  const evenIn = heldIn + (await secondsUntil("an even spread again", heldAndEven, heldWithinSeconds));
  const connectedIn =
    evenIn +
    (await secondsUntil(
      "connections",
      () => third.now().connected + fourth.now().connected === accounts,
      120,
    ));

  third.freeze();
  alive.delete(third.listenerId);
  await wait(frozenMs);
  const takenIn = await secondsUntil("the frozen one's accounts", allHeld, heldWithinSeconds);
  third.thaw();
  alive.add(third.listenerId);
  await secondsUntil("an even spread after the thaw", heldAndEven, heldWithinSeconds);
  await wait(10_000);
  crowd.setActionsPerSecond(0);
  await wait(2_000);
  const last = await spread();
  const { fencedOff } = third.now();
  await Promise.all([third.kill(), fourth.kill()]);

  return [
    row("listeners", "spread-even.s", "s", startedIn),
    row("listeners", "held-after-two-killed.s", "s", heldIn),
    row("listeners", "even-after-two-killed.s", "s", evenIn),
    row("listeners", "heard-after-two-killed.s", "s", connectedIn),
    row("listeners", "held-after-frozen.s", "s", frozenMs / 1000 + takenIn),
    row("listeners", "fenced-off", "accounts", fencedOff),
    row("listeners", "writes", "writes", writes.count()),
    row("listeners", "two-writers", "writes", writes.outOfTurn().length),
    row("listeners", "spread-at-the-end", "accounts", Math.max(...last) - Math.min(...last)),
  ];
}

/** Every write that the store took, and whether each player had one writer at a time. */
function writersOf() {
  const byPlayer = new Map<
    string,
    { readonly version: number; readonly fence: number; readonly by: string }[]
  >();
  let count = 0;
  return {
    stored: ({ playerId, version, fence }: Stored, by: string) => {
      count++;
      const writes = byPlayer.get(playerId) ?? [];
      writes.push({ version, fence, by });
      byPlayer.set(playerId, writes);
    },
    count: () => count,
    /** In the order of the record's versions the fence never falls, and a fence belongs to one listener. */
    outOfTurn: () =>
      [...byPlayer.values()].flatMap((writes) => {
        const inOrder = writes.toSorted((one, other) => one.version - other.version);
        const owners = new Map<number, string>();
        let highest = 0;
        return inOrder.filter(({ fence, by }) => {
          const owner = owners.get(fence) ?? by;
          owners.set(fence, owner);
          const fell = fence < highest;
          highest = Math.max(highest, fence);
          return fell || owner !== by;
        });
      }),
  };
}
