import { createFrameReader } from "../player/frame-reader.ts";

/** What the pretend transcoder finds out about an upload. */
export type AudioFacts = { readonly inputFormat: string; readonly seconds: number };

/** Looks at the bytes, never at the name. `undefined`: that is no audio we know. */
export function audioFacts(bytes: Buffer): AudioFacts | undefined {
  if (bytes.length < 16) return undefined;
  const head = bytes.toString("latin1", 0, 12);
  if (head.startsWith("RIFF") && head.endsWith("WAVE")) return found("wav", wavSeconds(bytes));
  if (head.startsWith("fLaC")) return found("flac", flacSeconds(bytes));
  if (head.startsWith("OggS")) return found(bytes.includes("OpusHead") ? "opus" : "ogg", oggSeconds(bytes));
  if (head.slice(4, 8) === "ftyp") return found("aac", mp4Seconds(bytes));
  if (head.startsWith("FORM")) return found("aiff", bytes.length / 176_400);
  if (bytes.readUInt32BE(0) === 0x1a_45_df_a3) return found("matroska", bytes.length / 16_000);
  const reader = createFrameReader();
  const frames = [...reader.push(bytes), ...reader.end()];
  const kind = frames[0]?.kind === "adts" ? "aac" : "mp3";
  const seconds = frames.reduce((sum, frame) => sum + frame.seconds, 0);
  return frames.length < 3 || reader.junkBytes > bytes.length / 2 ? undefined : found(kind, seconds);
}

const found = (inputFormat: string, seconds: number): AudioFacts => ({
  inputFormat,
  seconds: Math.max(0, seconds),
});

function wavSeconds(bytes: Buffer): number {
  const format = bytes.indexOf("fmt ");
  const data = bytes.indexOf("data");
  if (format < 0 || data < 0 || format + 20 > bytes.length || data + 8 > bytes.length) return 0;
  const bytesPerSecond = bytes.readUInt32LE(format + 16);
  const length = Math.min(bytes.readUInt32LE(data + 4), bytes.length - data - 8);
  return bytesPerSecond === 0 ? 0 : length / bytesPerSecond;
}

/** STREAMINFO: 20 bits of sample rate, then 8 bits of format, then 36 bits of total samples. */
function flacSeconds(bytes: Buffer): number {
  if (bytes.length < 26) return 0;
  const rate = bytes.readUIntBE(18, 3) >> 4;
  const samples = (bytes.readUInt8(21) & 0x0f) * 2 ** 32 + bytes.readUInt32BE(22);
  return rate === 0 ? 0 : samples / rate;
}

/** The granule position of the last page; Opus always counts 48 000 a second. */
function oggSeconds(bytes: Buffer): number {
  const last = bytes.lastIndexOf("OggS");
  if (last + 14 > bytes.length) return 0;
  const vorbis = bytes.indexOf("\u0001vorbis");
  const rate = vorbis > 0 && vorbis + 16 <= bytes.length ? bytes.readUInt32LE(vorbis + 12) : 48_000;
  return rate === 0 ? 0 : Number(bytes.readBigUInt64LE(last + 6)) / rate;
}

function mp4Seconds(bytes: Buffer): number {
  const box = bytes.indexOf("mvhd");
  if (box < 0 || box + 36 > bytes.length) return 0;
  const long = bytes.readUInt8(box + 4) === 1;
  const scale = bytes.readUInt32BE(box + (long ? 24 : 16));
  const duration = long ? Number(bytes.readBigUInt64BE(box + 28)) : bytes.readUInt32BE(box + 20);
  return scale === 0 ? 0 : duration / scale;
}
