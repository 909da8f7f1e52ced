import { isFrameHeader, wordAt } from "./mp3-frame.ts";
import { tagBytesAt } from "./mp3-tag.ts";

/** What a file is by its first bytes, whatever its name says. */
export type SoundKind =
  | "mp3"
  | "flac"
  | "wav"
  | "ogg-vorbis"
  | "ogg-opus"
  | "mp4"
  | "webm"
  | "adts"
  | "zip"
  | "unknown";

/** Names the kind from the first 4 KB (fewer only if the file is shorter). ID3 before something else than MP3 is `unknown`. */
export function soundKind(head: Uint8Array): SoundKind {
  const first = wordAt(head, 0);
  const second = wordAt(head, 4);
  if (first === 0x66_4c_61_43) return "flac";
  if ((first === 0x52_49_46_46 || first === 0x52_46_36_34) && wordAt(head, 8) === 0x57_41_56_45) return "wav";
  if (first === 0x4f_67_67_53) return oggKind(head);
  if (first === 0x1a_45_df_a3) return "webm";
  if (first === 0x50_4b_03_04 || first === 0x50_4b_05_06) return "zip";
  if (mp4Starts.includes(second)) return "mp4";
  if (isAdts(head)) return "adts";
  const tag = tagBytesAt(head, 0);
  if (tag > 0) return tag + 4 <= head.length && wordAt(head, tag) === 0x66_4c_61_43 ? "unknown" : "mp3";
  return isFrameHeader(first) ? "mp3" : "unknown";
}

/** "ftyp", and what old or streamed files begin with: "moov", "mdat", "wide", "free", "skip". */
const mp4Starts = [0x66_74_79_70, 0x6d_6f_6f_76, 0x6d_64_61_74, 0x77_69_64_65, 0x66_72_65_65, 0x73_6b_69_70];

function oggKind(head: Uint8Array): SoundKind {
  const text = new TextDecoder("latin1").decode(head.subarray(0, 4096));
  if (text.includes("OpusHead")) return "ogg-opus";
  return text.includes("\u0001vorbis") ? "ogg-vorbis" : "unknown";
}

function isAdts(head: Uint8Array): boolean {
  const word = wordAt(head, 0);
  return word >>> 20 === 0xf_ff && ((word >>> 17) & 3) === 0 && ((word >>> 10) & 15) < 13;
}

/** What must be converted before players can play it. MP3 behind junk is `unknown`: the scanner finds it. */
export function isConverted(kind: SoundKind): boolean {
  return kind !== "mp3" && kind !== "unknown";
}
