import { expect, test } from "vitest";
import { fixedClock } from "../adapters/memory/clock.ts";
import { createMemoryTable } from "../adapters/memory/table.ts";
import type { Action } from "../domain/actions/action.ts";
import { PlayerId, YotoAccountId } from "../domain/ids.ts";
import type { PlayerState } from "../domain/players/player-state.ts";
import { createWatchedPlayers } from "../stores/watched-players.ts";
import { createBacklog } from "./backlog.ts";
import { createPlayerKeeper } from "./player-keeper.ts";

const first: PlayerState = {
  playerId: PlayerId("y2one"),
  accountId: YotoAccountId("robin"),
  name: "Kitchen",
  family: "v3",
  presence: { is: "online", sinceMs: 1 },
  playback: { status: "stopped" },
  status: {},
  volumeSteps: 1,
};
const nothingElse = { unsettled: () => [] };
const turned = (toSteps: number): Action => ({
  what: "volume-changed",
  fromSteps: 1,
  toSteps,
  steps: toSteps - 1,
  direction: "up",
  cause: "child",
  confidence: "high",
  atMs: toSteps,
});

/** A keeper whose history takes an entry only when told to. */
async function aKeeper(most: number) {
  const clock = fixedClock(1_000_000);
  const players = createWatchedPlayers(createMemoryTable(clock));
  const backlog = createBacklog(most);
  const happened: string[] = [];
  let goOn = () => {};
  const keeper = createPlayerKeeper(
    {
      players: {
        ...players,
        async write(record, ifVersion) {
          const written = await players.write(record, ifVersion);
          happened.push(`state ${record.volumeSteps}`);
          return written;
        },
      },
      book: {
        add: async (entry) => {
          await new Promise<void>((resolve) => {
            goOn = resolve;
          });
          happened.push(`history ${entry.facts["toSteps"]}`);
        },
      },
      live: { publish() {}, async *subscribe() {} },
      clock,
      agenda: { nowMs: () => 0, after: () => () => {}, run: async () => {} },
      log: { debug() {}, info() {}, warn() {}, error() {} },
      backlog,
      fence: 1,
      onFencedOff() {},
      react: async () => {},
    },
    undefined,
    first,
  );
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  await settle();
  happened.length = 0;
  return { keeper, happened, backlog, settle, goOn: () => goOn() };
}

test("a newer state is stored before the rest of an older one's history, and nothing of that is left out", async () => {
  const { keeper, happened, settle, goOn } = await aKeeper(100);
  keeper.keep({ ...first, volumeSteps: 3 }, [turned(2), turned(3)], nothingElse);
  await settle();
  keeper.keep({ ...first, volumeSteps: 4 }, [turned(4)], nothingElse);
  for (let each = 0; each < 4; each++) {
    goOn();
    await settle();
  }
  expect(happened).toEqual(["state 3", "history 2", "state 4", "history 3", "history 4"]);
});

test("what does not stand in the history yet is counted in the backlog, and of a keeper that is dropped nothing is left there", async () => {
  const { keeper, backlog, settle, goOn } = await aKeeper(1);
  keeper.keep({ ...first, volumeSteps: 3 }, [turned(2), turned(3)], nothingElse);
  await settle();
  expect(backlog.room()).toBeDefined();
  goOn();
  await settle();
  expect(backlog.room()).toBeUndefined();
  keeper.keep({ ...first, volumeSteps: 4 }, [turned(4)], nothingElse);
  const room = backlog.room();
  keeper.drop();
  await room;
  expect(backlog.room()).toBeUndefined();
});
