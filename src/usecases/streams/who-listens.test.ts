import { expect, test } from "vitest";
import { fixedClock } from "../../adapters/memory/clock.ts";
import { createMemoryTable } from "../../adapters/memory/table.ts";
import { AudioId, PlayerId, StreamId } from "../../domain/ids.ts";
import type { PlayerState } from "../../domain/players/player-state.ts";
import type { CardHappening } from "../../domain/streams/card-happenings.ts";
import type { Stream } from "../../domain/streams/stream.ts";
import { createListenings } from "../../stores/listenings.ts";
import { playerListener, whoIs } from "./who-listens.ts";

const startMs = Date.UTC(2030, 0, 7);
const minute = 60_000;
const kitchen = PlayerId("kitchen");
const streamId = StreamId("story");

/** A player in the middle of a story, which it asked for from the old home's address. */
async function inTheMiddle() {
  const listenings = createListenings(createMemoryTable(fixedClock(startMs)));
  const times = { firstAskedAtMs: startMs, lastAskedAtMs: startMs };
  const answer = { audio: [AudioId("hall")], seconds: 600, playerId: kitchen, ...times };
  const listening = {
    ...{ streamId, listener: playerListener(kitchen), askedFrom: "old address", answers: { start: answer } },
    ...{ startedAtMs: startMs, lastAskedAtMs: startMs, progress: {} },
  };
  await listenings.create(listening);
  const holders = [{ playerId: kitchen } as PlayerState];
  const askFrom = (address: string, happenings: readonly CardHappening[], nowMs: number) =>
    whoIs(
      { listenings },
      { id: streamId } as Stream,
      address,
      undefined,
      { players: holders, holders, happenings },
      nowMs,
    );
  return { askFrom };
}

const did = (what: string, atMs: number): CardHappening => ({ playerId: kitchen, what, atMs });

test("a player whose home has moved is known again behind its new address once the card was taken out and put in", async () => {
  const { askFrom } = await inTheMiddle();
  const begun = did("card-inserted", startMs - 1000);
  const again = [begun, did("card-removed", startMs + minute), did("card-inserted", startMs + 5 * minute)];
  expect(await askFrom("new address", again, startMs + 5 * minute + 1000)).toBe(kitchen);
  expect(await askFrom("old address", [begun], startMs + minute)).toBe(kitchen);
});

test("so it is without a word of what happened meanwhile, once nobody can be in the middle any more", async () => {
  const { askFrom } = await inTheMiddle();
  expect(await askFrom("new address", [], startMs + 71 * minute)).toBe(kitchen);
});

test("who asks from elsewhere while the player is in the middle is not taken for it", async () => {
  const { askFrom } = await inTheMiddle();
  expect(
    await askFrom("elsewhere", [did("card-inserted", startMs - 1000)], startMs + minute),
  ).toBeUndefined();
});
