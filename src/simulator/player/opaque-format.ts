import type { Frame } from "./frame-reader.ts";

const guessedBytesPerSecond = 12_000; // Yoto's own Opus artifacts have about 96 kbit/s
const slice = 2_048;

/**
 * Audio whose frames the pretend players do not take apart (Ogg Opus, MP4, FLAC, WAV): played by the length the card
 * declares, spread evenly over the bytes. `undefined` when `start` does not begin such a file.
 */
export function opaqueFormat(start: Uint8Array, lengthBytes: number | undefined, declaredSeconds: number) {
  const head = Buffer.from(start.buffer, start.byteOffset, Math.min(12, start.length)).toString("latin1");
  const name = head.startsWith("OggS")
    ? "ogg"
    : head.startsWith("fLaC")
      ? "flac"
      : head.startsWith("RIFF")
        ? "wav"
        : head.slice(4, 8) === "ftyp"
          ? "mp4"
          : undefined;
  if (name === undefined) return undefined;
  const bytesPerSecond =
    lengthBytes !== undefined && declaredSeconds > 0 ? lengthBytes / declaredSeconds : guessedBytesPerSecond;
  return {
    name,
    frames: (piece: Uint8Array): readonly Frame[] =>
      Array.from({ length: Math.ceil(piece.length / slice) }, (_, at) => {
        const bytes = piece.subarray(at * slice, (at + 1) * slice);
        return { bytes, seconds: bytes.length / bytesPerSecond, kind: "opaque" as const };
      }),
  };
}

/**
 * What the audio is where the card promises frames of MP3 or AAC instead. The pretend transcoder leaves the bytes of an
 * upload as they came: that they stand for Ogg Opus, only their type tells.
 */
export function miscalled(
  contentType: string | undefined,
  name: string | undefined,
  format: string,
): string | undefined {
  const is = contentType === "audio/ogg" ? "ogg" : name;
  return format === "mp3" || (format === "aac" && is !== "mp4") ? is : undefined;
}
