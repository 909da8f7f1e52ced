import { expect, test } from "vitest";
import { onEveryTable } from "../../test/on-every-table.ts";
import { CommandId, PlayerId, YotoCardId } from "../domain/ids.ts";
import type { Command, PlayerOrder } from "../domain/players/command.ts";
import { createOrders } from "./orders.ts";

const startMs = Date.UTC(2030, 0, 1);
const playerId = PlayerId("y2kitchen");

function anOrder(id: string, more: Partial<PlayerOrder> = {}): PlayerOrder {
  return {
    id: CommandId(id),
    playerId,
    command: { do: "pause" },
    orderedAtMs: startMs,
    expiresAtMs: startMs + 30_000,
    orderedBy: "anna",
    ...more,
  };
}

onEveryTable("orders", (newGround) => {
  test("an order waits, and is known once", async () => {
    const orders = createOrders(newGround().table);
    const order = anOrder("o1");
    expect(await orders.add(order)).toMatchObject({ ok: true });
    expect(await orders.add(order)).toEqual({ ok: false });
    expect(await orders.get(order.id)).toEqual({ value: { order, outcome: { is: "waiting" } }, version: 1 });
    expect(await orders.settle(CommandId("none"), { is: "sent", atMs: 1 })).toBeUndefined();
  });

  test.each<Command>([
    {
      do: "play-card",
      yotoCardId: YotoCardId("abcde"),
      chapterKey: "01",
      trackKey: "02",
      fromSeconds: 0,
      untilSeconds: 9,
      anyButtonStops: true,
    },
    { do: "set-ambient-light", red: 1, green: 2, blue: 3 },
    { do: "show-icon", url: "https://x/y.png", seconds: 3, animated: false },
    { do: "bluetooth-on", as: "speaker" },
    { do: "reboot" },
  ])("a command comes back as it was given: $do", async (command) => {
    const orders = createOrders(newGround().table);
    await orders.add(anOrder("o1", { command }));
    expect((await orders.get(CommandId("o1")))?.value.order.command).toStrictEqual(command);
  });

  test("an outcome only moves forwards, whoever tells it when", async () => {
    const orders = createOrders(newGround().table);
    const { id } = anOrder("o1");
    await orders.add(anOrder("o1"));
    await Promise.all([
      orders.settle(id, { is: "acked", atMs: 2 }),
      orders.settle(id, { is: "sent", atMs: 1 }),
      orders.settle(id, { is: "took-effect", atMs: 3 }),
    ]);
    expect(await orders.settle(id, { is: "sent", atMs: 4 })).toEqual({ is: "took-effect", atMs: 3 });
    expect(await orders.settle(id, { is: "timed-out", atMs: 5 })).toEqual({ is: "took-effect", atMs: 3 });
    expect((await orders.get(id))?.value.outcome).toEqual({ is: "took-effect", atMs: 3 });
  });

  test("a late effect outdoes our having given up", async () => {
    const orders = createOrders(newGround().table);
    await orders.add(anOrder("o1"));
    await orders.settle(CommandId("o1"), { is: "timed-out", atMs: 1 });
    expect(await orders.settle(CommandId("o1"), { is: "acked", atMs: 2 })).toMatchObject({ is: "timed-out" });
    expect(await orders.settle(CommandId("o1"), { is: "took-effect", atMs: 3 })).toMatchObject({
      is: "took-effect",
    });
  });

  test("a player's orders are listed by time, and forgotten after a day", async () => {
    const { table, clock } = newGround();
    const orders = createOrders(table);
    for (const [id, seconds] of [
      ["b", 2],
      ["a", 3],
      ["c", 1],
    ] as const)
      await orders.add(anOrder(id, { orderedAtMs: startMs + seconds * 1000 }));
    await orders.add(anOrder("d", { playerId: PlayerId("y2bedroom") }));
    const idsOf = async () =>
      (await orders.of(playerId, { backwards: true })).records.map(({ value }) => value.order.id);
    expect(await idsOf()).toEqual(["a", "b", "c"]);
    clock.advance(86_400_000 + 2_000);
    expect(await idsOf()).toEqual(["a"]);
    expect(await orders.get(CommandId("b"))).toBeUndefined();
  });
});
