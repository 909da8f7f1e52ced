import { expect, test } from "vitest";
import { createLiveUpdates } from "../../adapters/memory/live-updates.ts";
import { PlayerId } from "../../domain/ids.ts";
import { createLiveFeed, type Numbered } from "./live-feed.ts";

function aFeed() {
  const stop = new AbortController();
  const live = createLiveUpdates();
  const feed = createLiveFeed(live, "life", stop.signal);
  const player = (id: string) => live.publish({ of: "player", playerId: PlayerId(id) });
  /** Lets the feed take in what was published. */
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { stop, live, feed, player, settle };
}

async function takeAll(updates: AsyncIterable<Numbered | "gap">, count: number) {
  const taken: (Numbered | "gap")[] = [];
  for await (const each of updates) {
    taken.push(each);
    if (taken.length === count) break;
  }
  return taken;
}

/** What the next updates are of, players by their id. */
async function take(updates: AsyncIterable<Numbered | "gap">, count: number) {
  return (await takeAll(updates, count)).map((each) => {
    if (each === "gap") return each;
    return each.update.of === "player" ? each.update.playerId : each.update.of;
  });
}

test("who comes back with the last id gets exactly what was missed, then what is new", async () => {
  const { stop, live, feed, player, settle } = aFeed();
  const first = feed.open(undefined, stop.signal);
  expect(first.resumed).toBe(false);
  player("a");
  player("b");
  live.publish({ of: "cards" });
  await settle();
  const [one] = await takeAll(first.updates, 1);
  const lastId = one === "gap" ? undefined : one?.id;
  const back = feed.open(lastId, stop.signal);
  expect(back.resumed).toBe(true);
  player("c");
  await settle();
  expect(await take(back.updates, 3)).toEqual(["b", "cards", "c"]);
  stop.abort();
});

test.each([undefined, "", "other-3", "life-7", "life-x"])(
  "with %j one has to read everything anew",
  (lastId) => {
    const { stop, feed } = aFeed();
    expect(feed.open(lastId, stop.signal)).toMatchObject({ resumed: false });
    stop.abort();
  },
);

test("a slow reader gets the newest of each thing once", async () => {
  const { stop, feed, player, settle } = aFeed();
  const { updates } = feed.open(undefined, stop.signal);
  for (let count = 0; count < 200; count += 1) player("a");
  player("b");
  await settle();
  expect(await take(updates, 2)).toEqual(["a", "b"]);
  stop.abort();
});

test("a reader that is too far behind is told of the gap", async () => {
  const { stop, feed, player, settle } = aFeed();
  const { updates } = feed.open(undefined, stop.signal);
  for (let count = 0; count < 250; count += 1) player(`player ${count}`);
  await settle();
  expect((await take(updates, 2))[0]).toBe("gap");
  stop.abort();
});
