import { probeSeconds } from "./questions.ts";

/** Silence as 44.1 kHz MP3, 128 kbit/s: a header and nothing in it. */
const full = { header: [0xff, 0xfb, 0x90, 0xc4], bytes: 417, seconds: 1152 / 44_100 };
/** Silence as 22.05 kHz MP3, 64 kbit/s. */
const low = { header: [0xff, 0xf3, 0x80, 0xc4], bytes: 208, seconds: 576 / 22_050 };
/** Silence as AAC in ADTS, 44.1 kHz, one channel: a whole frame. */
const aac = {
  header: [0xff, 0xf1, 0x50, 0x40, 0x01, 0x7f, 0xfc, 0x01, 0x18, 0x20, 0x07],
  bytes: 11,
  seconds: 1024 / 44_100,
};

/** The silence that a question of the probe plays: what counts is whether it is played, and when the next is asked for. */
export function probeSound(kind: "full" | "low" | "aac"): Uint8Array<ArrayBuffer> {
  const { header, bytes, seconds } = { full, low, aac }[kind];
  const frames = Math.round(probeSeconds / seconds);
  const sound = new Uint8Array(frames * bytes);
  for (let at = 0; at < frames; at += 1) sound.set(header, at * bytes);
  return sound;
}
