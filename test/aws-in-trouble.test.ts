import type { IncomingHttpHeaders } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { createDynamoTable } from "../src/adapters/aws/dynamodb/table.ts";
import { createS3AudioFiles } from "../src/adapters/aws/s3/audio-files.ts";
import { createSqsCommands } from "../src/adapters/aws/sqs/commands.ts";
import { createQueue } from "../src/adapters/aws/sqs/queue.ts";
import { seededChance } from "../src/adapters/memory/chance.ts";
import { silentLog } from "../src/adapters/memory/log.ts";
import { newKeyRing } from "../src/adapters/secrets/key-ring.ts";
import { createSecrets } from "../src/adapters/secrets/secrets.ts";
import { CommandId, PlayerId } from "../src/domain/ids.ts";
import { createStores } from "../src/main/create-stores.ts";
import type { Item } from "../src/ports/table.ts";
import { Unavailable } from "../src/ports/unavailable.ts";
import { playerOrderSchema } from "../src/stores/command-schema.ts";
import { startDynamoDb } from "./emulators/dynamodb.ts";
import { startS3 } from "./emulators/s3.ts";
import { signedTo } from "./emulators/signed-to.ts";
import { type Trouble, troubled } from "./emulators/troubled.ts";
import { anApp } from "./http/an-app.ts";
import { someBytes } from "./some-bytes.ts";

vi.setConfig({ testTimeout: 30_000 });

const clock = {
  nowMs: () => Date.now(),
  sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms / 50)),
};
const throttled: Trouble = {
  status: 400,
  body: '{"__type":"com.amazonaws#ProvisionedThroughputExceededException","message":"slower"}',
};
const broken: Trouble = { status: 503, body: "<Error><Code>SlowDown</Code></Error>" };

/** Trouble with four requests of nine, in an order that repeats itself in no rhythm of ours. */
const nowAndThen = (troubles: readonly Trouble[]) => (number: number) =>
  troubles[(number * 7 + Math.floor(number / 5)) % 9] ?? "none";

/** As everything does that must not be lost: a job, a listener, a person. */
async function untilItWorks<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
    }
  }
}

test("a table that throttles and loses answers: four writers write over each other, and no line is lost or doubled", async () => {
  await using database = await startDynamoDb("table");
  await using service = await troubled(
    () => database.endpoint,
    nowAndThen([throttled, "lost-answer", "none", broken]),
  );
  const call = signedTo(() => service.endpoint, { clock });
  const table = createDynamoTable(call, "table", clock);
  const key = { pk: "A", sk: "LIST" };
  const linesOf = (item: Item | undefined) =>
    (item?.data as { readonly lines: readonly string[] } | undefined)?.lines ?? [];
  /** Whether it is written already is looked at each time: a write in doubt may have been carried out. */
  const write = async (line: string): Promise<void> => {
    const found = await table.get(key);
    const lines = linesOf(found);
    if (lines.includes(line)) return;
    const condition = found === undefined ? { ifAbsent: true as const } : { ifVersion: found.version };
    const written = await table.put({ ...key, data: { lines: [...lines, line] } }, condition);
    if (!written.ok) return write(line);
  };
  const lines = ["a", "b", "c", "d"].map((writer) => Array.from({ length: 12 }, (_, at) => `${writer}${at}`));
  await Promise.all(
    lines.map(async (own) => {
      for (const line of own) await untilItWorks(() => write(line));
    }),
  );
  expect(service.troubles()).toBeGreaterThan(20);
  const written = linesOf(await untilItWorks(() => table.get(key)));
  expect([...written].sort()).toEqual(lines.flat().sort());
  for (const own of lines) expect(written.filter((line) => own.includes(line))).toEqual(own);
});

test("while the table only throttles, whoever asks is told to try again, and nothing is half done", async () => {
  await using database = await startDynamoDb("table");
  let trouble: Trouble = "none";
  await using service = await troubled(
    () => database.endpoint,
    () => trouble,
  );
  const ring = newKeyRing();
  const secrets = createSecrets({ ring: () => ring, reload: async () => ring });
  const table = createDynamoTable(
    signedTo(() => service.endpoint, { clock }),
    "table",
    clock,
  );
  const chance = seededChance(1);
  const house = anApp({ stores: createStores({ table, secrets, clock, chance }), clock, chance });
  const cookie = await house.setUp();
  const add = () => house.ask("POST", "/api/collections", { cookie, json: { title: "Bedtime" } });

  trouble = throttled;
  const refused = await add();
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
  expect(await refused.json()).toMatchObject({
    error: {
      code: "unavailable",
      message: expect.stringMatching(/^Amazon does not answer at the moment; try again in a minute/),
    },
  });

  trouble = "none";
  const listed = async () =>
    ((await (await house.ask("GET", "/api/collections", { cookie })).json()) as { items: unknown[] }).items;
  expect(await listed()).toEqual([]);
  expect((await add()).status).toBe(201);
  expect(await listed()).toMatchObject([{ title: "Bedtime" }]);
});

test("one writer whose answers get lost knows which of its writes were carried out", async () => {
  await using database = await startDynamoDb("table");
  let number = 0;
  // The answer to every third request is lost, so that its repetition meets its own first try.
  await using service = await troubled(
    () => database.endpoint,
    () => (number++ % 3 === 0 ? "lost-answer" : "none"),
  );
  const table = createDynamoTable(
    signedTo(() => service.endpoint, { clock }),
    "table",
    clock,
  );
  const key = { pk: "A", sk: "COUNT" };
  let version = 0;
  for (let step = 1; step <= 20; step++) {
    const condition = version === 0 ? { ifAbsent: true as const } : { ifVersion: version };
    const written = await table.put({ ...key, data: { step } }, condition);
    expect(written).toEqual({ ok: true, version: step });
    version = step;
  }
});

/** A table whose next write, if the test says so, is given up by us and arrives when the test says so. */
async function aTableWithLateWrites() {
  const opened = new AsyncDisposableStack();
  const database = opened.use(await startDynamoDb("table"));
  let next: Trouble = "none";
  const service = opened.use(
    await troubled(
      () => database.endpoint,
      (_, operation) => {
        const trouble = /(UpdateItem|DeleteItem)$/.test(operation) ? next : "none";
        if (trouble !== "none") next = "none";
        return trouble;
      },
    ),
  );
  return {
    table: createDynamoTable(
      signedTo(() => service.endpoint, { clock }),
      "table",
      clock,
    ),
    /** The first try of what `work` writes is held up; the answer lets it arrive. */
    async heldUp(work: () => Promise<unknown>): Promise<() => Promise<number>> {
      const go = Promise.withResolvers<void>();
      const landed = Promise.withResolvers<number>();
      next = { until: go.promise, landed: landed.resolve };
      await work();
      expect(next).toBe("none");
      return () => {
        go.resolve();
        return landed.promise;
      };
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

const inAnHour = Math.floor(Date.now() / 1000) + 3600;
test.each([
  ["a first write", undefined, { data: { is: "later" } }],
  ["a write over another", { data: { is: "first" } }, { data: { is: "later" } }],
  ["a first write, over which came one that has expired", undefined, { data: {}, expiresAt: 1 }],
  ["a write over one that had expired", { data: {}, expiresAt: 1 }, { data: { is: "later" } }],
  [
    "a write over another, over which came one that expires",
    { data: { is: "first" } },
    { data: { is: "later" }, expiresAt: inAnHour },
  ],
])(
  "%s that was repeated, and whose first try arrives after a later write, changes nothing",
  async (_, first, later) => {
    await using late = await aTableWithLateWrites();
    const { table } = late;
    const key = { pk: "A", sk: "B" };
    if (first !== undefined) await table.put({ ...key, ...first });
    const arrive = await late.heldUp(() => table.put({ ...key, data: { is: "repeated" } }));
    expect((await table.get(key))?.data).toEqual({ is: "repeated" });
    await table.put({ ...key, ...later });
    const after = await table.get(key);
    expect(await arrive()).toBe(400);
    expect(await table.get(key)).toEqual(after);
  },
);

test("a deletion that was repeated, and whose first try arrives after the record was made anew, deletes nothing", async () => {
  await using late = await aTableWithLateWrites();
  const { table } = late;
  const key = { pk: "A", sk: "B" };
  await table.put({ ...key, data: { is: "first" } });
  const arrive = await late.heldUp(() => table.delete(key));
  expect(await table.get(key)).toBeUndefined();
  await table.put({ ...key, data: { is: "anew" } });
  expect(await arrive()).toBe(400);
  expect((await table.get(key))?.data).toEqual({ is: "anew" });
});

test("writes without a condition whose answers are lost are each counted once", async () => {
  await using database = await startDynamoDb("table");
  let number = 0;
  await using service = await troubled(
    () => database.endpoint,
    (_, operation) => (operation.endsWith("UpdateItem") && number++ % 2 === 0 ? "lost-answer" : "none"),
  );
  const signed = signedTo(() => service.endpoint, { clock });
  const table = createDynamoTable(signed, "table", clock);
  const key = { pk: "A", sk: "COUNT" };
  for (let step = 1; step <= 12; step++)
    expect(await table.put({ ...key, data: { step } })).toEqual({ ok: true, version: step });
});

test("a store of files that answers 503 and loses answers: what was put is there, whole", async () => {
  await using s3 = await startS3();
  s3.createBucket("audio");
  await using service = await troubled(() => s3.endpoint, nowAndThen([broken, "none", "lost-answer"]));
  const files = createS3AudioFiles(
    signedTo(() => service.endpoint, { clock }),
    { bucket: "audio", addressOf: async () => new URL("http://nowhere") },
  );
  const bytes = someBytes(20_000_000);
  const put = await files.put("audio/long.mp3", new Blob([bytes]).stream(), {
    maxBytes: 30_000_000,
    contentType: "audio/mpeg",
  });
  expect(put.bytes).toBe(bytes.length);
  expect(service.troubles()).toBeGreaterThan(0);
  const read = await files.read("audio/long.mp3");
  const back = new Uint8Array(await new Response(read ?? null).arrayBuffer());
  expect(Buffer.compare(back, bytes)).toBe(0);
});

test("a queue that loses answers and one whole delivery: every order comes, in order for each player", async () => {
  await using aws = await startS3();
  const { queueUrl } = aws.createQueue("commands.fifo", { FifoQueue: "true" });
  let receives = 0;
  const often = nowAndThen([broken, "none", "none", "lost-answer"]);
  await using service = await troubled(
    () => aws.endpoint,
    (number, operation) => {
      if (operation.endsWith("ReceiveMessage")) return receives++ === 0 ? "lost-answer" : "none";
      return often(number);
    },
  );
  const call = signedTo(() => service.endpoint, { clock });
  const commands = createSqsCommands({
    queue: createQueue(call, queueUrl),
    clock: { ...clock, sleep: (ms, signal) => sleep(ms, undefined, { ...(signal && { signal }) }) },
    log: silentLog,
    parse: (json) => playerOrderSchema.parse(json),
  });
  const orders = Array.from({ length: 12 }, (_, at) => ({
    id: CommandId(`order-${at}`),
    playerId: PlayerId(`player-${at % 2}`),
    command: { do: "pause" } as const,
    orderedAtMs: Date.now(),
    expiresAtMs: Date.now() + 3_600_000,
    orderedBy: "anna",
  }));
  for (const order of orders) await untilItWorks(() => commands.send(order));
  const stop = new AbortController();
  const came: string[] = [];
  const receiving = commands.receive(async ({ id }) => void came.push(id), stop.signal);
  await vi.waitFor(() => expect(new Set(came).size).toBe(orders.length), { timeout: 25_000 });
  stop.abort();
  await receiving;
  expect(service.troubles()).toBeGreaterThan(5);
  for (const player of ["player-0", "player-1"]) {
    const sent = orders.filter(({ playerId }) => playerId === player).map(({ id }) => id);
    expect([...new Set(came)].filter((id) => sent.some((each) => each === id))).toEqual(sent);
  }
});

test("a clock that is ten minutes wrong and keys that have run out: told by the service, put right, and asked again", async () => {
  await using aws = await startS3();
  const { queueUrl } = aws.createQueue("jobs");
  const wrongMs = 600_000;
  const seen: { readonly key: string; readonly atMs: number }[] = [];
  /** Looks at who signs and when, as the services do and the emulators do not. */
  const refused = (headers: IncomingHttpHeaders): Trouble => {
    const key = /Credential=([^/]+)/.exec(String(headers.authorization))?.[1] ?? "";
    const [, day, time] = /^(\d{8})T(\d{6})Z$/.exec(String(headers["x-amz-date"])) ?? [];
    const iso = `${day}`.replace(/(....)(..)(..)/, "$1-$2-$3");
    const atMs = Date.parse(`${iso}T${`${time}`.replace(/(..)(..)(..)/, "$1:$2:$3")}Z`);
    seen.push({ key, atMs });
    if (Math.abs(atMs - Date.now()) > 300_000)
      return { status: 403, body: '{"__type":"InvalidSignatureException","message":"Signature expired"}' };
    if (key === "old")
      return { status: 400, body: '{"__type":"com.amazon.coral.service#ExpiredTokenException"}' };
    return "none";
  };
  await using service = await troubled(
    () => aws.endpoint,
    (_, __, headers) => refused(headers),
  );
  const call = signedTo(() => service.endpoint, {
    clock: { ...clock, nowMs: () => Date.now() - wrongMs },
    credentials: async (options) => ({
      accessKeyId: options?.refresh ? "new" : "old",
      secretAccessKey: "secret",
    }),
  });
  const queue = createQueue(call, queueUrl);
  await queue.send("work");
  await queue.send("more work");
  expect(await queue.waiting()).toBe(2);
  expect(seen.filter(({ key, atMs }) => key === "new" && Math.abs(atMs - Date.now()) < 300_000)).toHaveLength(
    3,
  );
});
