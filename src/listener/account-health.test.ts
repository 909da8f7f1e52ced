import { expect, test } from "vitest";
import { fixedClock } from "../adapters/memory/clock.ts";
import { silentLog } from "../adapters/memory/log.ts";
import { createMemoryTable } from "../adapters/memory/table.ts";
import { YotoAccountId } from "../domain/ids.ts";
import { createListenerHealths } from "../stores/listener-health.ts";
import { createHealthBoard, keepAccountHealth } from "./account-health.ts";
import { createAgenda } from "./agenda.ts";

const accountId = YotoAccountId("family");

/** The health of one account, and what a screen elsewhere finds in the store whenever it is told to look. */
function aHealth() {
  const clock = fixedClock(Date.UTC(2030, 0, 1));
  const agenda = createAgenda({ clock, log: silentLog });
  const stop = new AbortController();
  const running = agenda.run(stop.signal);
  const healths = createListenerHealths(createMemoryTable(clock));
  const looks: Promise<string | undefined>[] = [];
  const live = { publish: () => void looks.push(healths.get(accountId).then((found) => found?.mqtt)) };
  const board = createHealthBoard();
  const health = keepAccountHealth(
    { board, healths, clock, agenda, log: silentLog, live },
    accountId,
    "listener",
  );
  return {
    health,
    board,
    clock,
    found: () => Promise.all(looks),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}

test("a connection that turned is told when its new state can be read, and each turn's last one is", async () => {
  await using world = aHealth();
  world.health.tell({ mqtt: "connected", doing: "Listening" });
  await world.clock.run(1_000);
  expect(await world.found()).toEqual(["connected"]);

  world.health.tell({ mqtt: "down", doing: "Yoto cannot be reached" });
  world.health.tell({ mqtt: "connecting", doing: "Trying again" });
  expect(world.board.accounts()[0]?.mqtt).toBe("connecting");
  await world.clock.run(6_000);
  expect(await world.found()).toEqual(["connected", "connecting"]);
});

test("what else changes is written, but nobody is told to look", async () => {
  await using world = aHealth();
  world.health.tell({ mqtt: "connected" });
  await world.clock.run(1_000);
  world.health.tell({ players: 3, doing: "Listening to 3 players" });
  await world.clock.run(20_000);
  expect(await world.found()).toEqual(["connected"]);
});
