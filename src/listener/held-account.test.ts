import { expect, test } from "vitest";
import { onEveryTable } from "../../test/on-every-table.ts";
import { createRecordingLog } from "../adapters/memory/log.ts";
import { YotoAccountId } from "../domain/ids.ts";
import type { Table } from "../ports/table.ts";
import { createListenerBoard } from "../stores/listener-board.ts";
import { type HeldAccount, noteAgain, noteHearing } from "./held-account.ts";

const family = YotoAccountId("family");

onEveryTable("what a holder writes down", (newGround) => {
  /** A board whose next answer is lost, with what it was asked done or not. */
  async function aHolder() {
    const ground = newGround();
    const trouble: { next?: "answer-lost" | "not-written" | undefined } = {};
    const table: Table = {
      ...ground.table,
      async put(...asked) {
        const { next } = trouble;
        trouble.next = undefined;
        if (next === "not-written") throw new Error("away");
        const written = await ground.table.put(...asked);
        if (next === "answer-lost") throw new Error("away");
        return written;
      },
    };
    const shares = createListenerBoard({ ...ground, table });
    const holding = await shares.take(family, "one", {});
    if (holding === undefined) throw new Error("it was free");
    const mine: HeldAccount = {
      holding,
      watch: Promise.reject(new Error("not needed")),
      noting: Promise.resolve(),
    };
    mine.watch.catch(() => {});
    const deps = { shares, log: createRecordingLog() };
    const stands = async () => (await shares.read()).holdings.map(({ value }) => value.servedUntilMs);
    return { deps, mine, trouble, shares, stands };
  }

  test("a gap is not told because the answer to one of its notes got lost", async () => {
    const { deps, mine, trouble, stands } = await aHolder();
    trouble.next = "answer-lost";
    noteHearing(deps, mine, 5_000);
    await mine.noting;
    expect(await stands()).toEqual([5_000]);
    noteHearing(deps, mine, undefined);
    await mine.noting;
    expect(await stands()).toEqual([undefined]);
  });

  test("what could not be written is written with the next beat, and a holding given back is free", async () => {
    const { deps, mine, trouble, shares, stands } = await aHolder();
    noteHearing(deps, mine, 5_000);
    await mine.noting;
    trouble.next = "not-written";
    noteHearing(deps, mine, undefined);
    await mine.noting;
    expect(await stands()).toEqual([5_000]);
    noteAgain(deps, mine);
    await mine.noting;
    expect(await stands()).toEqual([undefined]);
    trouble.next = "answer-lost";
    noteHearing(deps, mine, 7_000);
    await mine.noting;
    await shares.release(mine.holding, 7_000);
    expect((await shares.read()).holdings[0]?.value.holder).toBeUndefined();
  });
});
