import { expect, test } from "vitest";
import { anMp3 } from "../../../test/browser/an-mp3.ts";
import { aSlotServer, pathOf } from "../../../test/http/a-slot-server.ts";
import { silentMp3 } from "../../../test/http/an-app.ts";
import { createMemoryAudioFiles } from "../../adapters/memory/audio-files.ts";
import { fixedClock } from "../../adapters/memory/clock.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";

/** Files that are elsewhere, as S3 behind CloudFront is. */
function elsewhere(): AudioFiles & { readonly ttls: number[] } {
  const files = createMemoryAudioFiles();
  const ttls: number[] = [];
  return {
    ...files,
    ttls,
    async locate(key, ttlSeconds) {
      ttls.push(ttlSeconds);
      const place = await files.locate(key, ttlSeconds);
      return place && { at: "url", url: new URL(`https://cdn.example/${key}`), bytes: place.bytes };
    },
  };
}

test("where files have addresses of their own, a slot is a redirect that outlives a night, joined ones too", async () => {
  const files = elsewhere();
  await using server = await aSlotServer({ files });
  const pieces = [silentMp3(10, 1), silentMp3(20, 2)];
  const audio: string[] = [];
  for (const piece of pieces) audio.push(await server.add(piece));
  const each = await server.makeStream({ title: "Each", audio });
  const headers = { range: "bytes=0-99" };
  const sent = await server.get(pathOf(each, "01"), { redirect: "manual", headers });
  expect([sent.status, sent.headers.get("cache-control")]).toEqual([302, "no-store"]);
  expect(sent.headers.get("location")).toMatch(/^https:\/\/cdn\.example\/audio\/.+\.mp3$/);
  expect(Math.min(...files.ttls)).toBeGreaterThanOrEqual(12 * 3600);
  const again = await server.get(pathOf(each, "01"), { redirect: "manual", method: "HEAD" });
  expect(again.headers.get("location")).toBe(sent.headers.get("location"));

  const rule = { kind: "queue", audio, slots: "joined" };
  const joined = await server.makeStream({ title: "Joined", rule });
  const whole = await server.get(pathOf(joined, "01"), { redirect: "manual" });
  expect(whole.status).toBe(302);
  const key = new URL(whole.headers.get("location") ?? "").pathname.slice(1);
  const bytes = await new Response(await files.read(key)).arrayBuffer();
  expect(Buffer.from(bytes).equals(Buffer.concat(pieces))).toBe(true);

  await server.stores.settings.set("delivery", "proxy");
  server.slots.forget();
  const proxied = await server.get(pathOf(each, "01"), { redirect: "manual" });
  expect([proxied.status, (await proxied.arrayBuffer()).byteLength]).toEqual([200, pieces[0]?.length]);
});

test("who cannot send so much in one answer sends parts of it, says which, and shows where the whole is to who asks for that", async () => {
  const files = elsewhere();
  await using server = await aSlotServer({ files, answerBytesMost: 1_000 });
  await server.stores.settings.set("delivery", "proxy");
  const bytes = silentMp3(10, 7);
  const small = silentMp3(2, 7);
  const audio = [await server.add(bytes), await server.add(small)];
  const stream = await server.makeStream({ title: "Long", audio });
  const ask = (slot: string, init: RequestInit = {}) =>
    server.get(pathOf(stream, slot), { redirect: "manual", ...init });

  let heard = Buffer.alloc(0);
  while (heard.length < bytes.length) {
    const part = await ask("01", { headers: { range: `bytes=${heard.length}-` } });
    const body = Buffer.from(await part.arrayBuffer());
    const last = Math.min(heard.length + 1_000, bytes.length) - 1;
    expect([part.status, part.headers.get("content-range"), body.length]).toEqual([
      206,
      `bytes ${heard.length}-${last}/${bytes.length}`,
      last - heard.length + 1,
    ]);
    heard = Buffer.concat([heard, body]);
  }
  expect(heard.equals(Buffer.from(bytes))).toBe(true);

  const head = await ask("01", { method: "HEAD" });
  expect([head.status, head.headers.get("content-length")]).toEqual([200, String(bytes.length)]);
  const whole = await ask("01");
  expect([whole.status, whole.headers.get("location")]).toEqual([
    302,
    `https://cdn.example/audio/${audio[0]}.mp3`,
  ]);
  expect((await ask("02")).status).toBe(200);
});

test("a gentle ending is a file behind the same addresses, with the bytes that we would have sent ourselves", async () => {
  const files = elsewhere();
  const clock = fixedClock(Date.UTC(2030, 0, 7, 19, 59, 58));
  await using server = await aSlotServer({ files, clock });
  const tone = new Uint8Array(await anMp3(8));
  const audio = [await server.add(tone)];
  const stream = await server.makeStream({
    title: "Evening",
    rule: { kind: "queue", audio, slots: "joined" },
    ending: { window: { from: "20:00", to: "06:00" }, minutes: 1 },
  });
  const sent = await server.get(pathOf(stream, "01"), { redirect: "manual" });
  expect(sent.status).toBe(302);
  const key = new URL(sent.headers.get("location") ?? "").pathname.slice(1);
  const faded = Buffer.from(await new Response(await files.read(key)).arrayBuffer());
  expect(Buffer.from(tone).includes(faded)).toBe(false);

  await server.stores.settings.set("delivery", "proxy");
  server.slots.forget();
  const proxied = Buffer.from(await (await server.get(pathOf(stream, "01"))).arrayBuffer());
  expect(faded.equals(proxied)).toBe(true);
});
