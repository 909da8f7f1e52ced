import type { Audio, AudioFormat } from "../audio/audio.ts";
import { type ByteMap, byteMapOf } from "../audio/byte-map.ts";
import { byteOfSecond, durationOf, placeOfFrame } from "../audio/frame-places.ts";

/** Several pieces heard as one: which bytes of which files, and how long it is. */
export type JoinedAudio = {
  readonly map: ByteMap;
  readonly seconds: number;
  readonly codec: AudioFormat["codec"];
};

/**
 * Lays pieces one after another, frame by frame, with nothing between. `fromSeconds` leaves out the beginning of the first
 * piece, up to the frame that holds that second (or a known one shortly before it).
 */
export function joinAudio(pieces: readonly Audio[], fromSeconds = 0): JoinedAudio | undefined {
  const [first] = pieces;
  if (first === undefined) return undefined;
  const { index, format } = first;
  const skipped = placeOfFrame(index, format, (fromSeconds * format.sampleRateHz) / index.samplesPerFrame);
  const map = byteMapOf(
    pieces.map(({ fileKey, bytes }, at) =>
      at === 0
        ? { key: fileKey, fileStart: skipped.offset, bytes: bytes - skipped.offset }
        : { key: fileKey, bytes },
    ),
  );
  const whole = pieces.reduce((sum, piece) => sum + durationOf(piece.index, piece.format), 0);
  return {
    map,
    seconds: whole - (skipped.frame * index.samplesPerFrame) / format.sampleRateHz,
    codec: format.codec,
  };
}

/** Where, in pieces laid one after another from their beginnings, the frame begins that holds this second. */
export function byteInJoined(pieces: readonly Audio[], second: number): number {
  let before = 0;
  let left = second;
  for (const { index, format, bytes } of pieces) {
    const seconds = durationOf(index, format);
    if (left < seconds) return before + byteOfSecond(index, format, left);
    before += bytes;
    left -= seconds;
  }
  return before;
}

/** The first piece that cannot be joined to the one before it, if there is one. */
export function misfitAmong<Piece extends Pick<Audio, "format">>(
  pieces: readonly Piece[],
): { readonly piece: Piece; readonly before: Piece } | undefined {
  const [first, ...rest] = pieces;
  const piece = rest.find((each) => first !== undefined && !joins(first.format, each.format));
  return first === undefined || piece === undefined ? undefined : { piece, before: first };
}

/** A format in words: `MP3, 44.1 kHz, stereo, 128 kbit/s`. */
export function formatWords({
  codec,
  sampleRateHz,
  channels,
  bitrateKbps,
  constantBitrate,
}: AudioFormat): string {
  const rate = constantBitrate ? `${bitrateKbps} kbit/s` : "varying bit rate";
  return `${codec.toUpperCase()}, ${sampleRateHz / 1000} kHz, ${channels}, ${rate}`;
}

/**
 * Decoders set up their output with the first frame and reckon time by the first bit rate: what differs in either is heard at
 * the wrong speed, or shown at the wrong place.
 */
function joins(one: AudioFormat, other: AudioFormat): boolean {
  return (
    one.codec === other.codec &&
    one.sampleRateHz === other.sampleRateHz &&
    one.channels === other.channels &&
    one.constantBitrate === other.constantBitrate &&
    (!one.constantBitrate || one.bitrateKbps === other.bitrateKbps)
  );
}
