import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { aSlotServer, pathOf } from "../../../test/http/a-slot-server.ts";
import { silentMp3 } from "../../../test/http/an-app.ts";
import { fixedClock } from "../../adapters/memory/clock.ts";
import { createInProcessJobQueue } from "../../adapters/memory/job-queue.ts";
import { createWeb } from "../../adapters/web/web.ts";
import { AudioId, EpisodeId, FeedId, PlayerId, StreamId } from "../../domain/ids.ts";
import { gather } from "../../stores/records.ts";
import type { Voice } from "../../usecases/speech/speak-to-library.ts";
import { makeEdition, orderDueEditions } from "../../usecases/streams/make-edition.ts";
import { takeMessageKind } from "../../usecases/streams/take-message.ts";
import type { Mailbox, MailLinkItem } from "../schema/mailbox.ts";
import type { Stream } from "../schema/stream.ts";

const dayMs = 86_400_000;
/** Monday, six in the morning in London. */
const monday = Date.UTC(2030, 0, 7, 6);

async function aHouse() {
  const clock = fixedClock(monday);
  const server = await aSlotServer({ clock, jobQueue: createInProcessJobQueue(clock) });
  const known = new Map<string, string>();
  const piece = async (letter: string) => {
    const id = known.get(letter) ?? (await server.add(silentMp3(10, letter.charCodeAt(0)), letter));
    known.set(letter, id);
    return id;
  };
  const otherwise = await piece("-");
  /** What a new listening hears, by its letter. */
  const hears = async (stream: Stream, userAgent = "player") => {
    server.slots.forget();
    const headers = { "user-agent": userAgent };
    const answer = await server.get(pathOf(stream, "01"), { headers });
    const bytes = Buffer.from(await answer.arrayBuffer());
    return String.fromCharCode(bytes[100] ?? 0);
  };
  return { ...server, clock, piece, otherwise, hears };
}

test("a podcast: the newest, from the first on, those that came since, one a day, a season of its own", async () => {
  await using house = await aHouse();
  const feedId = FeedId("feed");
  const told = { id: feedId, url: "https://p.example/feed", title: "Foxes", addedAtMs: 0, episodes: 0 };
  await house.stores.feeds.create({ ...told, addedBy: "system", fetchNewest: 5, nextCheckMs: 0 });
  const publish = async (letter: string, season: number, day: number) =>
    house.stores.feeds.saveEpisode({
      feedId,
      id: EpisodeId(letter),
      title: letter,
      publishedAtMs: monday + (day - 10) * dayMs,
      url: `https://p.example/${letter}.mp3`,
      season,
      audioId: AudioId(await house.piece(letter)),
    });
  const podcast = (which: string, more: object = {}) =>
    house.makeStream({
      title: which,
      rule: { kind: "podcast", feedId, which, otherwise: house.otherwise, ...more },
    });
  const [newest, first, unheard, daily, second] = [
    await podcast("newest"),
    await podcast("from-first"),
    await podcast("unheard"),
    await podcast("a-day"),
    await podcast("from-first", { season: 2 }),
  ];
  expect(await house.hears(newest)).toBe("-");
  for (const [letter, season, day] of [
    ["A", 1, 1],
    ["B", 1, 2],
    ["C", 2, 3],
  ] as const)
    await publish(letter, season, day);
  house.clock.advance(2 * 3_600_000);
  const visits = async (stream: Stream, times: number) => {
    let heard = "";
    for (let visit = 0; visit < times; visit++) {
      heard += await house.hears(stream);
      house.clock.advance(2 * 3_600_000);
    }
    return heard;
  };
  expect(await visits(newest, 2)).toBe("CC");
  expect(await visits(first, 4)).toBe("ABCC");
  expect(await visits(second, 2)).toBe("CC");
  expect(await visits(unheard, 1)).toBe("C");
  await publish("D", 2, 4);
  await publish("E", 2, 5);
  expect(await visits(unheard, 3)).toBe("DEE");
  expect(await visits(newest, 1)).toBe("E");
  house.clock.advance(dayMs);
  expect(await visits(daily, 2)).toBe("AA");
  house.clock.advance(dayMs);
  expect(await visits(daily, 1)).toBe("B");
  const refused = await house.ask("POST", "/api/streams", {
    cookie: house.cookie,
    json: {
      title: "x",
      rule: { kind: "podcast", feedId: "no", which: "newest", otherwise: house.otherwise },
    },
  });
  expect(await refused.text()).toMatch(/does not follow this podcast/);
});

test("words of the day are ordered at their hour, once, spoken with what a server says, and never waited for", async () => {
  await using house = await aHouse();
  const words = createServer((_, answer) => answer.end('{"text": "It snows."}'));
  await new Promise<void>((listening) => words.listen(0, "127.0.0.1", listening));
  const { port } = words.address() as AddressInfo;
  const said: string[] = [];
  const voice = {
    speech: {
      engine: "test",
      maxCharacters: 1000,
      voices: async () => [{ id: "v", name: "V", language: "en" }],
      synthesize: async ({ text }: { text: string }) => {
        said.push(text);
        return { sampleRateHz: 16_000, samples: new Float32Array(1600).fill(0.1) };
      },
    },
    encoder: { encode: async () => new Uint8Array(silentMp3(10, said.length)) },
  } as unknown as Voice;
  const deps = { ...house.deps, jobQueue: createInProcessJobQueue(house.clock), voice };
  const web = createWeb({ mayReach: () => true });
  const speakAll = async () => {
    for await (const { value, version } of house.stores.jobs.unfinished()) {
      const at = { signal: new AbortController().signal, tell: () => {}, checkpoint: async () => {} };
      expect((await makeEdition({ ...deps, web }, value, at)).ok).toBe(true);
      const done = { is: "done" as const, atMs: 0, result: {} };
      await house.stores.jobs.save({ ...value, state: done }, version);
    }
  };
  const stream = await house.makeStream({
    title: "Morning",
    rule: {
      kind: "today",
      greeting: "Good morning, Mia. It is {weekday}. {words}",
      wordsUrl: `http://127.0.0.1:${port}/`,
      from: "05:00",
      otherwise: house.otherwise,
    },
  });
  expect(await house.hears(stream)).toBe("-");
  await speakAll();
  expect(said.join(" ")).toMatch(/Good morning, Mia\. It is Monday\. It snows\./);
  const path = `/api/streams/${stream.id}/edition`;
  expect(await house.asks("GET", path)).toMatchObject({
    date: "2030-01-07",
    text: "Good morning, Mia. It is Monday. It snows.",
  });
  house.clock.advance(2 * 3_600_000);
  expect(await house.hears(stream)).not.toBe("-");
  // Four in the morning of Tuesday: not yet, and what is said on Monday is not said on Tuesday.
  house.clock.advance(20 * 3_600_000);
  await orderDueEditions(deps);
  await speakAll();
  expect(await house.hears(stream)).toBe("-");
  house.clock.advance(3_600_000);
  await orderDueEditions(deps);
  await orderDueEditions(deps);
  words.close();
  words.closeAllConnections();
  await speakAll();
  expect(await house.asks("GET", path)).toMatchObject({
    date: "2030-01-08",
    text: "Good morning, Mia. It is Tuesday.",
    trouble: expect.stringMatching(/did not answer/),
  });
  expect(said.filter((each) => each.includes("Tuesday"))).toHaveLength(1);
});

test("a mailbox: messages one after another, a light until all are heard, links that end, and a cap", async () => {
  await using house = await aHouse();
  const light = { players: ["y2bedroom"], red: 255, green: 120, blue: 0 };
  const stream = await house.makeStream({
    title: "Post",
    rule: { kind: "mailbox", otherwise: house.otherwise, light },
  });
  const path = `/api/streams/${stream.id}/mailbox`;
  const link = await house.asks<MailLinkItem>("POST", `${path}/links`, { name: "Grandma" });
  const secret = new URL(link.url).pathname.split("/")[2];
  const leave = async (body: Uint8Array<ArrayBuffer>, to = secret) =>
    (await house.ask("POST", `/api/mailbox/${to}/messages`, { body })).status;
  expect(await leave(new Uint8Array(0))).toBe(400);
  expect(await leave(new Uint8Array(20_000_001))).toBe(413);
  expect(await leave(silentMp3(10, 1))).toBe(202);
  const jobs = (await gather(house.stores.jobs.unfinished())).map(({ value }) => value);
  expect(jobs.find(({ kind }) => kind === takeMessageKind)).toMatchObject({ input: { from: "Grandma" } });

  // As the job does once the sound is a recording.
  const arrive = (letter: string, at: number) =>
    house.piece(letter).then((audioId) =>
      house.stores.mailboxes.add({
        streamId: StreamId(stream.id),
        id: letter,
        audioId: AudioId(audioId),
        from: "Grandma",
        receivedAtMs: monday + at,
      }),
    );
  await arrive("M", 1);
  await arrive("N", 2);
  expect(await house.hears(stream)).toBe("M");
  expect(await house.hears(stream)).toBe("M"); // the same listening
  house.clock.advance(2 * 3_600_000);
  expect(await house.hears(stream)).toBe("N");
  const orders = await house.stores.orders.of(PlayerId("y2bedroom"));
  expect(orders.records.map(({ value }) => value.order.command)).toEqual([
    { do: "set-ambient-light", red: 0, green: 0, blue: 0 },
  ]);
  house.clock.advance(2 * 3_600_000);
  expect(await house.hears(stream)).toBe("-");
  const { messages } = await house.asks<Mailbox>("GET", path);
  expect(messages.map(({ id, heardAtMs }) => [id, heardAtMs !== undefined])).toEqual([
    ["N", true],
    ["M", true],
  ]);
  await house.asks("PATCH", `${path}/messages/M`, { heard: false });
  house.clock.advance(2 * 3_600_000);
  expect(await house.hears(stream)).toBe("M");

  const hour: number[] = [];
  for (let n = 0; n < 25; n++) hour.push(await leave(silentMp3(2, n)));
  expect(hour.filter((each) => each === 202).length).toBeLessThanOrEqual(20);
  expect(hour.at(-1)).toBe(429);
  await house.ask("DELETE", `${path}/links/${link.id}`, { cookie: house.cookie });
  expect(await leave(silentMp3(2))).toBe(404);
  expect((await house.ask("GET", `/api/mailbox/${secret}`)).status).toBe(404);
});
