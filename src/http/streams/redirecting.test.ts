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
