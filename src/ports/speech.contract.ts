import { describe, expect, test } from "vitest";
import type { Speech } from "./speech.ts";
import { Unavailable } from "./unavailable.ts";

/** What every speech engine must do. `create` gives one that works; the suite asks for a few words only. */
export function speechContract(name: string, create: () => Speech): void {
  describe(`speech by ${name}`, () => {
    test("a sentence becomes sound of believable length, not silence", async () => {
      const speech = create();
      const voiceId = (await speech.voices())[0]?.id ?? "";
      const { samples, sampleRateHz } = await speech.synthesize({
        text: "The fox counts the waves.",
        voiceId,
      });
      const seconds = samples.length / sampleRateHz;
      expect(seconds).toBeGreaterThan(0.8);
      expect(seconds).toBeLessThan(6);
      expect(samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)).toBeGreaterThan(0.05);
    });

    test("it is slower at half the rate, unless its voice has one speed", async () => {
      const speech = create();
      const [voice] = await speech.voices();
      if (voice?.hasOneSpeed) return;
      const voiceId = voice?.id ?? "";
      const usual = await speech.synthesize({ text: "Good night, moon.", voiceId });
      const slow = await speech.synthesize({ text: "Good night, moon.", voiceId, rate: 0.5 });
      expect(slow.samples.length / slow.sampleRateHz).toBeGreaterThan(
        (1.3 * usual.samples.length) / usual.sampleRateHz,
      );
    });

    test("the engine names itself and its voices differ", async () => {
      const speech = create();
      const voices = await speech.voices();
      const ids = voices.map((voice) => voice.id);
      for (const { engine, maxCharacters } of voices) {
        expect(engine).not.toBe("");
        expect(maxCharacters).toBeGreaterThan(100);
      }
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.length).toBeGreaterThan(0);
    });

    test("a voice it does not have is refused", async () => {
      await expect(create().synthesize({ text: "Hello", voiceId: "nobody" })).rejects.toThrow(Unavailable);
    });

    test("an aborted request throws the reason, and the next one works", async () => {
      const speech = create();
      const voiceId = (await speech.voices())[0]?.id ?? "";
      const abort = new AbortController();
      const going = speech.synthesize({
        text: "One two three four five. ".repeat(30).trim(),
        voiceId,
        signal: abort.signal,
      });
      abort.abort(new Error("changed my mind"));
      await expect(going).rejects.toThrow("changed my mind");
      expect((await speech.synthesize({ text: "Hello", voiceId })).samples.length).toBeGreaterThan(1000);
    });
  });
}
