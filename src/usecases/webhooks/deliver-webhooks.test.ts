import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test, vi } from "vitest";
import { onEveryTable } from "../../../test/on-every-table.ts";
import { createLiveUpdates } from "../../adapters/memory/live-updates.ts";
import { createRecordingLog } from "../../adapters/memory/log.ts";
import { createWeb } from "../../adapters/web/web.ts";
import { PlayerId } from "../../domain/ids.ts";
import type { HistoryEntry } from "../../domain/players/player-history.ts";
import type { Webhook } from "../../domain/webhook.ts";
import { createDeliveries } from "../../stores/deliveries.ts";
import { createWebhooks } from "../../stores/webhooks.ts";
import { announcingBook } from "./announce.ts";
import { deliverWebhooks } from "./deliver-webhooks.ts";

type Heard = { readonly url: string; readonly headers: IncomingMessage["headers"]; readonly body: string };

/** A server out there that keeps what it is told and answers as it likes. */
async function aReceiver(answer: (response: ServerResponse, heard: Heard, count: number) => void) {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const piece of request) body += piece;
    const one = { url: request.url ?? "", headers: request.headers, body };
    heard.push(one);
    answer(response, one, heard.length);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    heard,
    url: `http://127.0.0.1:${port}/hook`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const entry: HistoryEntry = {
  playerId: PlayerId("kitchen"),
  atMs: Date.UTC(2030, 0, 1),
  key: "00000001-00000001",
  kind: "card-inserted",
  facts: { cardId: "BEAR1", cause: "child" },
};

onEveryTable("webhooks out", (newGround) => {
  async function aHouse(url: string, more: Partial<Webhook> = {}) {
    const ground = newGround();
    const { table, clock } = ground;
    const webhooks = createWebhooks(ground);
    const deliveries = createDeliveries(table);
    const liveUpdates = createLiveUpdates();
    const hook: Webhook = {
      id: "hook",
      title: "Hook",
      url,
      on: true,
      mayReachHome: true,
      createdAtMs: 0,
      ...more,
    };
    const secret = await webhooks.create(hook);
    const written: HistoryEntry[] = [];
    const book = announcingBook(
      { add: async (each) => void written.push(each) },
      { webhooks, deliveries, liveUpdates, clock },
    );
    const webs = { internet: createWeb(), home: createWeb({ mayReach: () => true, stalledAfterMs: 200 }) };
    const deps = { ...ground, webhooks, deliveries, liveUpdates, webs, log: createRecordingLog() };
    const all = async () => (await deliveries.of("hook")).records.map(({ value }) => value);
    /** Runs the deliverer over virtual time until the one message is over or has been tried so often. */
    const run = async (attempts: number) => {
      const stop = new AbortController();
      const running = deliverWebhooks(deps, stop.signal);
      const endMs = performance.now() + 20_000;
      for (;;) {
        const [first] = await all();
        if (first !== undefined && (first.state !== "waiting" || (first.attempts >= attempts && first.told)))
          break;
        if (performance.now() > endMs) throw new Error(`in vain: ${JSON.stringify(first)}`);
        clock.advance(1_000);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      stop.abort();
      clock.advance(60_000);
      await running;
    };
    return { ...deps, book, secret, written, all, run };
  }

  test("a message is signed so that its receiver can check it, and sent once", async () => {
    await using receiver = await aReceiver((response) => response.writeHead(204).end());
    const house = await aHouse(receiver.url);
    await house.book.add(entry, undefined);
    await house.book.add(entry, undefined); // as after a crash
    await house.run(1);
    expect(receiver.heard).toHaveLength(1);
    const [first] = receiver.heard;
    const { headers, body } = first ?? { headers: {} as IncomingMessage["headers"], body: "" };
    const key = Buffer.from(house.secret.slice("whsec_".length), "base64");
    const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
    expect(headers["webhook-signature"]).toBe(
      `v1,${createHmac("sha256", key).update(signed).digest("base64")}`,
    );
    expect(JSON.parse(body)).toEqual({
      type: "player.card-inserted",
      timestamp: "2030-01-01T00:00:00.000Z",
      data: { playerId: "kitchen", cardId: "BEAR1", cause: "child" },
    });
    expect(await house.all()).toMatchObject([{ state: "delivered", status: 204, attempts: 1 }]);
    expect(house.written).toHaveLength(2);
  });

  test("only what was asked for is told", async () => {
    await using receiver = await aReceiver((response) => response.end());
    const house = await aHouse(receiver.url, { kinds: ["card-removed"], players: [PlayerId("kitchen")] });
    await house.book.add(entry, undefined);
    await house.book.add({ ...entry, kind: "card-removed", playerId: PlayerId("bedroom") }, undefined);
    expect(await house.all()).toEqual([]);
    await house.book.add({ ...entry, kind: "card-removed" }, undefined);
    await house.run(1);
    expect(receiver.heard).toHaveLength(1);
  });

  test("a receiver that fails is tried again later, under the same id, also after a restart", async () => {
    await using receiver = await aReceiver((response, _, count) =>
      response.writeHead(count < 3 ? 500 : 200).end(),
    );
    const house = await aHouse(receiver.url);
    await house.book.add(entry, undefined);
    await house.run(1);
    expect(await house.all()).toMatchObject([{ state: "waiting", attempts: 1, status: 500 }]);
    await house.run(9);
    expect(await house.all()).toMatchObject([{ state: "delivered", attempts: 3 }]);
    expect(new Set(receiver.heard.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });

  test("what was under way when a process was killed is sent again by the next, once its time is up", async () => {
    let answers = false;
    await using receiver = await aReceiver((response) => answers && response.writeHead(200).end());
    const house = await aHouse(receiver.url);
    await house.book.add(entry, undefined);
    const [waiting] = (await house.deliveries.waiting()).records;
    if (waiting === undefined) throw new Error("nothing waits");
    // As far as it gets before `kill -9`: it has taken the message, and the receiver has it perhaps.
    const taken = { ...waiting.value, attempts: 1, nextAtMs: house.clock.nowMs() + 60_000 };
    expect((await house.deliveries.write(taken, waiting.version)).ok).toBe(true);
    answers = true;
    await house.run(2);
    expect(await house.all()).toMatchObject([{ state: "delivered", attempts: 2 }]);
    expect(house.clock.nowMs()).toBeGreaterThanOrEqual(taken.nextAtMs);
    expect(receiver.heard).toHaveLength(1);
  });

  test("two that deliver at once send each message once", async () => {
    await using receiver = await aReceiver((response) => response.writeHead(200).end());
    const house = await aHouse(receiver.url);
    for (const key of ["1", "2", "3"]) await house.book.add({ ...entry, key }, undefined);
    const stop = new AbortController();
    const running = [1, 2].map(() => deliverWebhooks(house, stop.signal));
    await vi.waitFor(async () =>
      expect((await house.all()).map(({ state }) => state)).toEqual(Array(3).fill("delivered")),
    );
    stop.abort();
    house.clock.advance(60_000);
    await Promise.all(running);
    expect(receiver.heard).toHaveLength(3);
  });

  test("a receiver that does not answer holds up none but itself, however much waits for it", async () => {
    await using dead = await aReceiver(() => {});
    await using receiver = await aReceiver((response) => response.writeHead(200).end());
    const house = await aHouse(dead.url);
    for (let key = 0; key < 120; key += 1) await house.book.add({ ...entry, key: String(key) }, undefined);
    await house.webhooks.create({
      ...{ id: "other", title: "Other", url: receiver.url, on: true, mayReachHome: true, createdAtMs: 0 },
      kinds: ["card-removed"],
    });
    house.clock.advance(10_000);
    for (let key = 0; key < 20; key += 1)
      await house.book.add({ ...entry, kind: "card-removed", key: `other-${key}` }, undefined);
    const webs = { ...house.webs, home: createWeb({ mayReach: () => true }) };
    const stop = new AbortController();
    const running = deliverWebhooks({ ...house, webs }, stop.signal);
    await vi.waitFor(async () => expect(receiver.heard).toHaveLength(20), { timeout: 20_000 });
    expect(dead.heard).toHaveLength(3);
    stop.abort();
    house.clock.advance(60_000);
    await running;
  });

  test("410 Gone, and a webhook that was deleted, end it", async () => {
    await using receiver = await aReceiver((response) => response.writeHead(410).end());
    const house = await aHouse(receiver.url);
    await house.book.add(entry, undefined);
    await house.run(1);
    expect(await house.all()).toMatchObject([{ state: "given-up", attempts: 1 }]);
    await house.book.add({ ...entry, key: "2" }, undefined);
    await house.webhooks.delete("hook");
  });

  test("an address at home is refused unless it was allowed, and so is a way there", async () => {
    await using receiver = await aReceiver((response) =>
      response.writeHead(307, { location: "http://169.254.169.254/latest" }).end(),
    );
    const house = await aHouse(receiver.url, { mayReachHome: false });
    await house.book.add(entry, undefined);
    await house.run(1);
    expect(receiver.heard).toEqual([]);
    expect((await house.all())[0]?.told).toMatch(/inside a home/);
  });

  test("a message is not handed on to another server, least of all one inside", async () => {
    await using receiver = await aReceiver((response) =>
      response.writeHead(307, { location: "http://10.0.0.1/inside" }).end(),
    );
    const house = await aHouse(receiver.url);
    const { port } = new URL(receiver.url);
    const home = createWeb({ mayReach: (_, asked) => String(asked) === port });
    await house.book.add(entry, undefined);
    house.webs.home = home;
    await house.run(1);
    expect(receiver.heard).toHaveLength(1);
    expect((await house.all())[0]?.told).toMatch(/another server/);
  });

  test("a receiver that hangs up, stalls, or answers without an end stops nothing", async () => {
    for (const nasty of [(response: ServerResponse) => response.destroy(), (_: ServerResponse) => {}]) {
      await using receiver = await aReceiver(nasty);
      const house = await aHouse(receiver.url);
      await house.book.add(entry, undefined);
      await house.run(1);
      expect(await house.all()).toMatchObject([{ state: "waiting", attempts: 1 }]);
    }
    await using endless = await aReceiver((response) => {
      response.writeHead(200);
      response.write("more and ");
    });
    const house = await aHouse(endless.url);
    await house.book.add(entry, undefined);
    await house.run(1);
    expect(await house.all()).toMatchObject([{ state: "delivered" }]);
  });
});
