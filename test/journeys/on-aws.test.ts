import { createHmac } from "node:crypto";
import { expect, test, vi } from "vitest";
import { startBytes } from "../../bench/lambda/start-bytes.ts";
import { anMp3 } from "../browser/an-mp3.ts";
import { startLambda } from "../emulators/lambda.ts";
import { aReceiver } from "./a-receiver.ts";
import { startAwsWorld } from "./aws-world.ts";
import type { Parent } from "./parent.ts";
import { sharedInFile, soon } from "./some-home.ts";

type Player = {
  readonly id: string;
  readonly name: string;
  readonly volume?: { readonly percent: number };
  readonly playback: { readonly status: string; readonly card?: { readonly title?: string } };
};

type Stream = {
  readonly id: string;
  readonly slots: readonly { readonly name: string; readonly url: string; readonly atEdge: boolean }[];
};

/** A recording of three seconds in the library. */
async function added(parent: Parent, hertz: number) {
  const body = new Uint8Array(await anMp3(3, hertz));
  const headers = { "content-type": "audio/mpeg" };
  const answer = await parent.send("POST", `/api/audio?name=${hertz}.mp3`, { body, headers });
  return ((await answer.json()) as { audio: { id: string; bytes: number } }).audio;
}

const world = sharedInFile(async () => {
  const opened = await startAwsWorld();
  const [parent, listener] = await Promise.all([opened.parent(), opened.listen()]);
  return { ...opened, parent, listener };
});

test("on AWS: an own MP3 plays on a player, is seen, steered and pulled, over a cold start and a listener's hand-over", async () => {
  const { api, family, parent, listener: first, listen } = await world();
  const kitchen = async () => {
    const { items } = await parent.ask<{ items: Player[] }>("GET", "/api/players");
    const found = items.find((each) => each.name === "Kitchen");
    if (found === undefined) throw new Error("no Kitchen yet");
    return found;
  };
  const control = async (body: object) =>
    parent.ask("POST", `/api/players/${(await kitchen()).id}/control`, body);
  await vi.waitFor(kitchen, soon);

  const upload = await parent.send("POST", "/api/audio?name=Bear%20hunt.mp3", {
    body: new Uint8Array(await anMp3(30)),
    headers: { "content-type": "audio/mpeg" },
  });
  expect(upload.status).toBe(201);
  const { audio } = (await upload.json()) as { audio: { id: string } };
  const card = await parent.ask<{ published: { yotoCardId: string } }>("POST", "/api/cards", {
    title: "Bear hunt",
    audio: [audio.id],
  });

  // Our side of a lamp that wants to know of cards, in the network of the box at home that listens.
  await using lamp = await aReceiver((count) => (count === 1 ? 503 : 204));
  const hook = await parent.ask<{ id: string; secret: string }>("POST", "/api/webhooks", {
    title: "Lamp",
    url: lamp.url,
    kinds: ["card-inserted"],
    mayReachHome: true,
  });
  const button = await parent.ask<{ url: string }>("POST", "/api/webhooks/addresses", {
    title: "Quiet button",
    deed: { do: "pause", playerId: (await kitchen()).id },
  });

  // Everybody was idle: Lambda has taken the processes away.
  await api.recycle();
  await family.do("Kitchen", "insert", { cardId: card.published.yotoCardId });
  await vi.waitFor(
    async () =>
      expect((await kitchen()).playback).toMatchObject({ status: "playing", card: { title: "Bear hunt" } }),
    soon,
  );
  await vi.waitFor(
    async () => expect((await family.player("Kitchen")).state.positionSeconds).toBeGreaterThan(1),
    soon,
  );

  const second = await listen();
  await vi.waitFor(() => expect(second.lines.join("\n")).toContain("listener-started"), soon);
  const { code, tookMs } = await first.stop();
  expect(code).toBe(0);
  expect(tookMs).toBeLessThan(10_000);

  // Told by the listener that took over: what was refused once is said again, under the same id.
  await vi.waitFor(() => expect(lamp.heard).toHaveLength(2), soon);
  const [refused, told] = lamp.heard;
  expect(told?.headers["webhook-id"]).toBe(refused?.headers["webhook-id"]);
  const { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": signature } = told?.headers ?? {};
  const key = Buffer.from(hook.secret.replace("whsec_", ""), "base64");
  const right = createHmac("sha256", key).update(`${id}.${at}.${told?.body}`).digest("base64");
  expect(signature).toBe(`v1,${right}`);
  expect(JSON.parse(told?.body ?? "")).toMatchObject({ type: "player.card-inserted" });

  // A secret address needs no session: whoever has it may call it.
  expect((await fetch(button.url, { method: "POST" })).status).toBe(200);
  await vi.waitFor(async () => expect((await family.player("Kitchen")).state.state).toBe("paused"), soon);
  await vi.waitFor(async () => expect((await kitchen()).playback.status).toBe("paused"), soon);
  await control({ action: "volume", percent: 25 });
  await vi.waitFor(async () => expect((await family.player("Kitchen")).state.volume).toBe(4), soon);
  await vi.waitFor(async () => expect((await kitchen()).volume?.percent).toBe(25), soon);
  await family.do("Kitchen", "remove");
  await vi.waitFor(async () => expect((await kitchen()).playback.status).toBe("stopped"), soon);

  // The edge answered the card's address with the sound.
  await vi.waitFor(async () => {
    const fetched = (await family.journal()).filter(({ from, kind }) => from === "player" && kind === "http");
    expect(fetched.some(({ url, status }) => url?.includes("/s/") && Number(status) < 300)).toBe(true);
  }, soon);

  expect(api.starts.length).toBeGreaterThan(1);
  const health = await parent.ask("GET", "/api/health");
  expect(health).toMatchObject({ status: "ok", store: "dynamodb", audio: "s3", yoto: { mqtt: "connected" } });
  expect(await parent.ask("GET", "/api/openapi.json")).toHaveProperty("paths./api/health.get.summary");
});

test("on AWS: a card that plays the same to everybody plays while no Lambda runs, and a replaced recording is played as it is now", async () => {
  const { api, worker, family, parent, url, keyValues } = await world();
  const [first, second] = [await added(parent, 440), await added(parent, 660)];
  const card = await parent.ask<{ published: { yotoCardId: string } }>("POST", "/api/cards", {
    title: "Always the same",
    audio: [first.id],
  });
  const { items } = await parent.ask<{ items: Stream[] }>("GET", "/api/streams?limit=1");
  const [{ id, slots } = { id: "", slots: [] }] = items;
  expect(slots).toMatchObject([{ name: "01", atEdge: true }]);
  const address = `${url}${new URL(slots[0]?.url ?? "").pathname}`;

  await api.recycle();
  const starts = api.starts.length;
  await family.do("Bedroom", "insert", { cardId: card.published.yotoCardId });
  await vi.waitFor(async () => {
    const { state } = await family.player("Bedroom");
    expect(state).toMatchObject({ state: "playing" });
    expect(state.positionSeconds).toBeGreaterThan(1);
  }, soon);
  const head = await fetch(address, { method: "HEAD" });
  expect(Object.fromEntries(head.headers)).toMatchObject({
    "content-type": "audio/mpeg",
    "content-length": String(first.bytes),
    "cache-control": "no-store",
  });
  const part = await fetch(address, { headers: { range: "bytes=100-199" } });
  expect([part.status, part.headers.get("content-range")]).toEqual([206, `bytes 100-199/${first.bytes}`]);
  expect(api.starts.length).toBe(starts);
  await family.do("Bedroom", "remove");

  await parent.ask("PATCH", `/api/streams/${id}`, { audio: [second.id] });
  const now = await fetch(address);
  expect((await now.arrayBuffer()).byteLength).toBe(second.bytes);
  expect(now.url).toContain(`/audio/${second.id}.mp3`);

  // What the edge could not be told when it was made, it is told within the hour.
  keyValues.breakDown(true);
  const later = await parent.ask<Stream>("POST", "/api/streams", { title: "Later", audio: [first.id] });
  keyValues.breakDown(false);
  const path = `${url}${new URL(later.slots[0]?.url ?? "").pathname}`;
  expect((await fetch(path, { redirect: "manual" })).status).toBe(302);
  expect(await worker.invoke({ scheduled: "tend-library" })).toMatchObject({ ok: true });
  expect((await fetch(path, { redirect: "manual" })).status).toBe(200);
});

test("on AWS: a long recording goes past the API to the store, a job takes it in, and screens that ask are told", async () => {
  const { parent } = await world();
  const mp3 = new Uint8Array(await anMp3(20));
  let last = "";
  const ask = async () => {
    const text = await (await parent.send("GET", `/api/events?lastEventId=${last}`)).text();
    last = /^id: (.*)$/m.exec(text)?.[1] ?? last;
    return [...text.matchAll(/^event: (.*)$/gm)].map(([, of]) => of);
  };
  await ask();

  const plan = await parent.ask<{ is: string; id: string; token: string; parts: { url: string }[] }>(
    "POST",
    "/api/audio/uploads",
    { name: "Long story.mp3", bytes: mp3.length },
  );
  expect(plan).toMatchObject({ is: "there", parts: [{ first: 0, last: mp3.length - 1 }] });
  for (const { url } of plan.parts) expect((await fetch(url, { method: "PUT", body: mp3 })).ok).toBe(true);
  const taken = await parent.ask<{ is: string; job: { id: string } }>(
    "POST",
    `/api/audio/uploads/${plan.id}/complete`,
    { name: "Long story.mp3", token: plan.token },
  );
  expect(taken.is).toBe("being-prepared");

  const told = new Set<string | undefined>();
  await vi.waitFor(async () => {
    for (const of of await ask()) told.add(of);
    expect([...told]).toEqual(expect.arrayContaining(["job", "audio"]));
  }, soon);
  const job = await parent.ask<{ state: string; result: { audioId: string } }>(
    "GET",
    `/api/jobs/${taken.job.id}`,
  );
  expect(job.state).toBe("done");
  const audio = await parent.ask<{ title: string; seconds: number; playUrl: string }>(
    "GET",
    `/api/audio/${job.result.audioId}`,
  );
  expect(audio).toMatchObject({ title: "Long story" });
  expect(audio.seconds).toBeCloseTo(20, 0);
  const heard = await parent.send("GET", audio.playUrl);
  expect(heard.status).toBe(302);
  const sound = await fetch(heard.headers.get("location") ?? "");
  expect(Number(sound.headers.get("content-length"))).toBeGreaterThan(100_000);
});

test("on AWS: several recordings joined into one slot are one file behind the edge", async () => {
  const { parent, url } = await world();
  const both = [await added(parent, 220), await added(parent, 330)];
  const audio = both.map(({ id }) => id);
  const sizes = both.map(({ bytes }) => bytes);
  const stream = await parent.ask<{ slots: { url: string }[] }>("POST", "/api/streams", {
    title: "Both",
    rule: { kind: "queue", audio, slots: "joined" },
  });
  const path = new URL(stream.slots[0]?.url ?? "").pathname;
  const asked = await fetch(`${url}${path}`, { redirect: "manual" });
  expect(asked.status).toBe(302);
  const place = asked.headers.get("location") ?? "";
  expect(place).toContain("/t/");
  const heard = await fetch(place);
  expect((await heard.arrayBuffer()).byteLength).toBe(sizes.reduce((sum, size) => sum + size, 0));
  const seam = await fetch(place, {
    headers: { range: `bytes=${(sizes[0] ?? 0) - 2}-${(sizes[0] ?? 0) + 1}` },
  });
  expect(seam.status).toBe(206);
});

test.each([
  ["fixed-list", "that the edge answers"],
  ["queue", "that the API answers with where the sound is"],
])(
  "on AWS: a stream (%s) whose secret is replaced is silent at once, and plays at its new address: one %s",
  async (kind) => {
    const { parent, url } = await world();
    const audio = [(await added(parent, 550)).id];
    const rule = kind === "queue" ? { kind, audio, slots: "next", loop: true } : { kind, audio };
    /** Where its sound is fetched in the end. */
    const place = async ({ slots }: Stream) => {
      const address = `${url}${new URL(slots[0]?.url ?? "").pathname}`;
      const asked = await fetch(address, { redirect: "manual" });
      expect(asked.status).toBe(kind === "queue" ? 302 : 200);
      return asked.headers.get("location") ?? address;
    };
    const stream = await parent.ask<Stream>("POST", "/api/streams", { title: "Ours", rule });
    const before = await place(stream);
    expect((await fetch(before)).status).toBe(200);
    const after = await place(await parent.ask<Stream>("POST", `/api/streams/${stream.id}/secret`));
    expect((await fetch(before)).status).toBe(404);
    expect((await fetch(after)).status).toBe(200);
    await parent.ask("DELETE", `/api/streams/${stream.id}?force=true`);
    expect((await fetch(after)).status).toBe(404);
  },
);

test("on AWS: who comes past CloudFront is refused, and a viewer cannot name another address", async () => {
  const { api, originSecret } = await world();
  const event = (headers: Record<string, string>) => ({
    rawPath: "/api/health",
    rawQueryString: "",
    headers,
    requestContext: { http: { method: "GET", sourceIp: "203.0.113.9" } },
    isBase64Encoded: false,
  });
  const asked = (headers: Record<string, string>) => api.invoke(event(headers));
  expect(await asked({})).toMatchObject({ ok: true, answer: { statusCode: 403, body: "" } });
  expect(await asked({ "x-origin-secret": "guessed" })).toMatchObject({ answer: { statusCode: 403 } });
  expect(await asked({ "x-origin-secret": originSecret })).toMatchObject({ answer: { statusCode: 200 } });
});

test("on AWS: a cold start reads no more than 275 KB of program before it can answer", async () => {
  const { program } = await world();
  expect(startBytes(program("api"))).toBeLessThanOrEqual(275_000);
});

test("on AWS: an environment that is not right is told as a failed start, by name", async () => {
  const { program, env: whole } = await world();
  const { DYNAMODB_TABLE: _, ...env } = whole;
  await using lambda = await startLambda({ file: program("api"), env });
  const invoked = await lambda.invoke({});
  expect(invoked).toMatchObject({ ok: false, failed: "BadEnvironment" });
  expect(invoked).toHaveProperty("message", expect.stringContaining("DYNAMODB_TABLE"));
});

test("on AWS: parameters that cannot be read at the start do not hold it up, and are read with the first request", async () => {
  const { program, env } = await world();
  await using lambda = await startLambda({
    file: program("api"),
    env: { ...env, AWS_ENDPOINT_URL_SSM: "http://127.0.0.1:9" },
  });
  const invoked = await lambda.invoke({
    rawPath: "/api/health",
    requestContext: { http: { method: "GET", sourceIp: "203.0.113.9" } },
  });
  expect(lambda.starts[0]).toBeLessThan(5_000);
  expect(invoked).toMatchObject({ ok: false, failed: "Unavailable" });
});
