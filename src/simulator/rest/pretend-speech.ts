import type { StoredMedia } from "../store/media.ts";

/** MPEG 1 layer III, 32 kbit/s, 32 kHz, mono: 144 bytes and 36 ms a frame. */
const frameHead = [0xff, 0xfb, 0x18, 0xc0];
const frameBytes = 144;
const frameSeconds = 1_152 / 32_000;
const secondsPerWord = 0.4;

/** The text as a well-formed MP3 of silence that lasts as long as speaking it would, with the text as its title. */
export function pretendSpeech(text: string): StoredMedia {
  const words = text.split(/\s+/).filter((word) => word !== "").length;
  const frames = Math.max(10, Math.round((words * secondsPerWord) / frameSeconds));
  const sound = Buffer.alloc(frames * frameBytes);
  for (let frame = 0; frame < frames; frame++) sound.set(frameHead, frame * frameBytes);
  const bytes = Buffer.concat([title(text.slice(0, 1_000)), sound]);
  return { bytes, contentType: "audio/mpeg", seconds: frames * frameSeconds };
}

/** An ID3v2.3 tag with one UTF-16 title frame. */
function title(text: string): Buffer {
  const value = Buffer.concat([Buffer.from([1, 0xff, 0xfe]), Buffer.from(text, "utf16le")]);
  const frame = Buffer.concat([Buffer.from("TIT2"), Buffer.alloc(6), value]);
  frame.writeUInt32BE(value.length, 4);
  const size = [21, 14, 7, 0].map((shift) => (frame.length >> shift) & 0x7f);
  return Buffer.concat([Buffer.from([...Buffer.from("ID3"), 3, 0, 0, ...size]), frame]);
}
