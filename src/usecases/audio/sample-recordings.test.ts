import { expect, test } from "vitest";
import { createLameEncoder } from "../../adapters/wasm/mp3-encoder.ts";
import { createFliteSpeech } from "../../adapters/wasm/speech.ts";
import { createMp3Scanner } from "../../domain/audio/scan-mp3.ts";
import { sampleRecordings } from "./sample-recordings.ts";

test("the first start's recordings are short, canonical MP3", async () => {
  await using speech = createFliteSpeech();
  await using encoder = createLameEncoder();
  const made = await sampleRecordings({ speech, encoder });
  expect(made.map((each) => each.title)).toEqual(["Welcome", "The fox who counted the waves"]);
  for (const { mp3 } of made) {
    const scanner = createMp3Scanner();
    scanner.push(mp3);
    const { scanned } = scanner.end();
    if (!scanned.ok) throw new Error(scanned.why);
    expect(scanned.seconds).toBeGreaterThan(10);
    expect(scanned.seconds).toBeLessThan(40);
    expect(scanned.format).toMatchObject({ channels: "mono", bitrateKbps: 64, sampleRateHz: 44_100 });
    expect(scanned.junkBytes).toBe(0);
  }
});
