import { expect, test } from "vitest";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { PlayerId } from "../../src/domain/ids.ts";
import { createHistoryBook } from "../../src/usecases/history/history-book.ts";
import { aKitchen } from "../http/a-kitchen.ts";
import { startCardWorld } from "./card-world.ts";

test("a card of another app is named in the first answer after a start, in the history and in a rule: Yoto is asked before", async () => {
  await using world = await startCardWorld(systemClock());
  const { yotoCardId } = await world.madeElsewhere({
    title: "The whale",
    content: {
      chapters: [
        {
          key: "01",
          title: "One",
          tracks: [
            { key: "01", title: "One", type: "stream", format: "mp3", trackUrl: "https://x.example/a.mp3" },
          ],
        },
      ],
    },
  });
  const { stores, clock } = world.app;
  const playerId = PlayerId("y2kitchen");
  await stores.watchedPlayers.write(aKitchen({ playerId, accountId: world.accountId }), undefined);
  await createHistoryBook({ ...stores, clock }).add(
    {
      playerId,
      atMs: clock.nowMs() - 60_000,
      key: "00000001-00000000",
      kind: "card-inserted",
      facts: { cause: "child", confidence: "high", cardId: yotoCardId },
    },
    "Europe/London",
  );
  const first = await world.ask<{ items: object[] }>("GET", "/api/history");
  expect(first.items).toMatchObject([
    { sentence: "“The whale” was put in", card: { yotoCardId, title: "The whale" } },
  ]);

  world.app.deps.cardLookUp.forget(yotoCardId);
  const rule = await world.ask<{ sentence: string }>("POST", "/api/rules", {
    kind: "quiet-hours",
    title: "Quiet",
    reaction: { do: "stop" },
    window: { from: "20:00", to: "06:00" },
    allowed: [yotoCardId],
  });
  expect(rule.sentence).toContain("except The whale");
});
