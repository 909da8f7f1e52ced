import type { Audio } from "../src/domain/audio/audio.ts";
import { AudioId } from "../src/domain/ids.ts";

/** What a large family has. */
export const pieces = 10_000;

/** One of them. */
export function aPiece(number: number): Audio {
  return {
    id: AudioId(`piece${number}`),
    title: `The whale, chapter ${number}`,
    originalName: `${number} whale.mp3`,
    fileKey: `audio/piece${number}.mp3`,
    bytes: 4_800_000,
    seconds: 300,
    sha256: String(number).padStart(64, "0"),
    format: {
      codec: "mp3",
      sampleRateHz: 44_100,
      channels: "stereo",
      bitrateKbps: 128,
      constantBitrate: true,
    },
    index: { frames: 11_485, samplesPerFrame: 1152, bytes: 4_800_000, places: { by: "padding", phase: 0 } },
    addedAtMs: Date.UTC(2030, 0, 1) + number,
    tags: ["bedtime", `tag ${number % 50}`],
    artist: `Reader ${number % 40}`,
    album: `Book ${number % 300}`,
    lufs: -16,
    waveform: Buffer.alloc(240, number % 256).toString("base64"),
  };
}
