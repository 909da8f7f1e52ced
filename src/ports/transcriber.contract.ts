import { describe, expect, test } from "vitest";
import type { RecordingToHear, Transcriber } from "./transcriber.ts";

/**
 * What every engine that writes down must do. `recordings` names two that it can hear: one in which “Once upon a time. The end.”
 * is said within ten seconds, and one in which nobody speaks.
 */
export function transcriberContract(
  name: string,
  create: () => Transcriber,
  recordings: {
    readonly speech: () => Omit<RecordingToHear, "id" | "signal">;
    readonly silence: () => Omit<RecordingToHear, "id" | "signal">;
  },
): void {
  const { signal } = new AbortController();
  describe(`writing down by ${name}`, () => {
    test("it names itself", () => {
      expect(create().engine).toMatch(/^[a-z0-9][a-z0-9._-]+$/);
    });

    test("what is said comes as lines in order of time, within the recording", async () => {
      const written = await create().transcribe({ ...recordings.speech(), id: "job-speech", signal });
      if (!written.ok) throw new Error(written.why);
      expect(written.lines.map(({ text }) => text)).toEqual(["Once upon a time.", "The end."]);
      const starts = written.lines.map(({ startSeconds }) => startSeconds);
      expect(starts).toEqual(starts.toSorted((one, other) => one - other));
      expect(starts[0]).toBeGreaterThanOrEqual(0);
      expect(starts.at(-1)).toBeLessThan(10);
    });

    test("a recording in which nobody speaks has no lines", async () => {
      const written = await create().transcribe({ ...recordings.silence(), id: "job-silence", signal });
      expect(written).toMatchObject({ ok: true, lines: [] });
    });

    test("asked again under the same name it says the same", async () => {
      const asked = { ...recordings.speech(), id: "job-again", signal };
      expect(await create().transcribe(asked)).toEqual(await create().transcribe(asked));
    });

    test("an aborted request throws the reason", async () => {
      const abort = new AbortController();
      abort.abort(new Error("changed my mind"));
      const asked = create().transcribe({ ...recordings.speech(), id: "job-off", signal: abort.signal });
      await expect(asked).rejects.toThrow("changed my mind");
    });
  });
}
