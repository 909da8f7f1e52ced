import { expect, test } from "vitest";
import {
  type AudioToUpload,
  type UploadProgress,
  uploadAudioToYoto,
} from "../../src/usecases/cards/upload-audio-to-yoto.ts";
import { failureOf, sha256, startPretendWorld, virtualTime } from "./pretend-world.ts";

/** Two seconds of frames that hold silence: MPEG-1 layer III, 128 kbit/s, 44.1 kHz. */
const mp3 = Buffer.concat(
  Array.from({ length: 77 }, () => Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(413)])),
);
const audio = (bytes: Buffer = mp3): AudioToUpload => ({
  sha256: sha256(bytes),
  filename: "a story.mp3",
  contentType: "audio/mpeg",
  bytes: bytes.byteLength,
  open: async () => new Blob([new Uint8Array(bytes)]).stream(),
});

async function startUpload() {
  const { virtual, clock } = virtualTime();
  const world = await startPretendWorld({ clock: virtual, ourClock: clock, accessTokenSeconds: 86_400 });
  const { accessToken } = await world.link();
  const progress: UploadProgress[] = [];
  const upload = (what = audio(), signal = new AbortController().signal) =>
    uploadAudioToYoto({ yoto: world.cloud, withToken: (call) => call(accessToken), clock }, what, {
      signal,
      onProgress: (step) => progress.push(step),
    });
  return { ...world, upload, progress, clock };
}

test("audio is sent with its length and without a token, and becomes what a track needs", async () => {
  await using world = await startUpload();
  const uploaded = await world.upload();
  expect(uploaded).toMatchObject({
    ok: true,
    wasThere: false,
    audio: { format: "opus", seconds: 2, mediaId: expect.stringMatching(/^[\w-]{43}$/) },
  });
  const [put] = world.requests("PUT", "/uploads/");
  expect(put?.requestHeaders).toMatchObject({
    "content-length": String(mp3.byteLength),
    "content-type": "audio/mpeg",
  });
  expect(put?.requestHeaders).not.toHaveProperty("authorization");
  expect(world.progress).toContainEqual({
    step: "sending",
    sentBytes: mp3.byteLength,
    bytes: mp3.byteLength,
  });
  expect(world.progress.at(-1)).toMatchObject({ step: "transcoding", percent: expect.any(Number) });
});

test("audio that Yoto has already is not sent again", async () => {
  await using world = await startUpload();
  const first = await world.upload();
  expect(await world.upload()).toEqual({ ...first, wasThere: true });
  expect(world.requests("PUT", "/uploads/")).toHaveLength(1);
});

test("a transcode of ten minutes is waited for, with progress", async () => {
  await using world = await startUpload();
  world.yoto.faults.add({ where: { work: "transcode" }, what: { do: "slow", ms: 600_000 } });
  expect(await world.upload()).toMatchObject({ ok: true });
  const percents = world.progress.flatMap((each) => (each.step === "transcoding" ? [each.percent ?? 0] : []));
  expect(percents.length).toBeGreaterThan(50);
  expect(percents).toEqual([...percents].sort((one, other) => one - other));
});

test("a transcode without progress is given up after four minutes", async () => {
  await using world = await startUpload();
  world.yoto.faults.add({ where: { work: "transcode" }, what: { do: "stall" } });
  const startedAtMs = world.clock.nowMs();
  expect(await world.upload()).toEqual({ ok: false, why: "stalled", percent: 37 });
  const waitedMs = world.clock.nowMs() - startedAtMs;
  expect(waitedMs).toBeGreaterThanOrEqual(240_000);
  expect(waitedMs).toBeLessThan(300_000);
});

test.each(["failed", "error", "cancelled", "aborted"] as const)(
  "a transcode that ends as %s is told as failed",
  async (phase) => {
    await using world = await startUpload();
    world.yoto.faults.add({ where: { work: "transcode" }, what: { do: "fail", phase } });
    expect(await world.upload()).toEqual({ ok: false, why: "transcode-failed", phase });
  },
);

test("a file that is no audio is told as failed", async () => {
  await using world = await startUpload();
  expect(await world.upload(audio(Buffer.from("not audio at all")))).toMatchObject({
    why: "transcode-failed",
  });
});

test("a connection that breaks while sending is tried again with a fresh address", async () => {
  await using world = await startUpload();
  world.yoto.faults.add({ where: { method: "PUT", path: "/uploads/*" }, what: { do: "drop" }, times: 2 });
  expect(await world.upload()).toMatchObject({ ok: true });
  expect(world.requests("GET", "/media/transcode/audio/uploadUrl")).toHaveLength(3);
});

test("a poll that fails for a while does not end the upload", async () => {
  await using world = await startUpload();
  world.yoto.faults.add({
    where: { path: "/media/upload/*/transcoded" },
    what: { do: "status", status: 503 },
    times: 9,
  });
  expect(await world.upload()).toMatchObject({ ok: true });
});

test("an upload can be called off while it waits", async () => {
  await using world = await startUpload();
  world.yoto.faults.add({ where: { work: "transcode" }, what: { do: "stall" } });
  const stop = new AbortController();
  const upload = world.upload(audio(), stop.signal);
  stop.abort(new Error("never mind"));
  expect(await failureOf(upload)).toMatchObject({ message: "never mind" });
});
