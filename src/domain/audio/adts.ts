import type { AudioFormat, FrameIndex } from "./audio.ts";

/** The few facts an ADTS header repeats before every AAC frame. ISO/IEC 14496-3 §1.A.2.2. */
export type AacConfig = {
  /** 1 Main, 2 LC, 3 SSR, 4 LTP; others cannot be said in ADTS. */
  readonly objectType: number;
  readonly sampleRateHz: number;
  /** 1–7, as ADTS numbers channel set-ups; 0 where the stream itself tells. */
  readonly channelSetup: number;
};

const sampleRates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
];

export const adtsHeaderBytes = 7;
const samplesPerFrame = 1024;
const mostPoints = 2048;

/** Reads an MP4's AudioSpecificConfig; `undefined` when ADTS cannot carry it (USAC and other newer kinds). */
export function readAacConfig(bytes: Uint8Array): AacConfig | undefined {
  let bit = 0;
  const take = (count: number): number => {
    let value = 0;
    for (let taken = 0; taken < count; taken += 1, bit += 1)
      value = value * 2 + (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
    return value;
  };
  const readType = () => {
    const type = take(5);
    return type === 31 ? 32 + take(6) : type;
  };
  const readRate = () => {
    const index = take(4);
    return index === 15 ? take(24) : (sampleRates[index] ?? 0);
  };
  let objectType = readType();
  const sampleRateHz = readRate();
  const channelSetup = take(4);
  // HE-AAC announces itself first and the plain kind beneath second; ADTS carries the plain kind, decoders find the rest.
  if (objectType === 5 || objectType === 29) {
    readRate();
    objectType = readType();
  }
  const sayable =
    objectType >= 1 && objectType <= 4 && sampleRates.includes(sampleRateHz) && channelSetup <= 7;
  return sayable ? { objectType, sampleRateHz, channelSetup } : undefined;
}

/** The header to put before a frame of `frameBytes` (without header; at most 8184). */
export function adtsHeader(config: AacConfig, frameBytes: number): Uint8Array {
  const length = frameBytes + adtsHeaderBytes;
  const rate = sampleRates.indexOf(config.sampleRateHz);
  return Uint8Array.of(
    0xff,
    0xf1,
    ((config.objectType - 1) << 6) | (rate << 2) | (config.channelSetup >> 2),
    ((config.channelSetup & 3) << 6) | (length >> 11),
    (length >> 3) & 0xff,
    ((length & 7) << 5) | 0x1f,
    0xfc,
  );
}

/** Counts ADTS frames and notes where they are. */
export type AdtsNotes = {
  /** A frame of so many bytes, header included, follows. */
  note(frameBytes: number): void;
  format(config: AacConfig): AudioFormat;
  index(): FrameIndex;
};

export function noteAdts(): AdtsNotes {
  let frames = 0;
  let bytes = 0;
  let framesPerPoint = 32;
  let offsets: number[] = [];
  return {
    note(frameBytes) {
      if (frames % framesPerPoint === 0) {
        offsets.push(bytes);
        if (offsets.length === mostPoints) {
          offsets = offsets.filter((_, number) => number % 2 === 0);
          framesPerPoint *= 2;
        }
      }
      frames += 1;
      bytes += frameBytes;
    },
    format: ({ sampleRateHz, channelSetup }) => ({
      codec: "aac",
      sampleRateHz,
      channels: channelSetup === 1 ? "mono" : "stereo",
      bitrateKbps:
        frames === 0 ? 0 : Math.round((bytes * 8 * sampleRateHz) / (frames * samplesPerFrame) / 1000),
      constantBitrate: false,
    }),
    index: () => ({ frames, samplesPerFrame, bytes, places: { by: "table", framesPerPoint, offsets } }),
  };
}

/** The frame at `at`: its config and whole length; `undefined` when there is none. Reads 7 bytes. */
export function adtsFrameAt(
  bytes: Uint8Array,
  at: number,
): { readonly config: AacConfig; readonly frameBytes: number } | undefined {
  const [a, b, c, d, e, f] = [0, 1, 2, 3, 4, 5].map((each) => bytes[at + each] ?? 0);
  if (
    a === undefined ||
    b === undefined ||
    c === undefined ||
    d === undefined ||
    e === undefined ||
    f === undefined
  )
    return undefined;
  const sampleRateHz = sampleRates[(c >> 2) & 15];
  const frameBytes = ((d & 3) << 11) | (e << 3) | (f >> 5);
  if (a !== 0xff || (b & 0xf6) !== 0xf0 || sampleRateHz === undefined || frameBytes < adtsHeaderBytes)
    return undefined;
  return {
    config: { objectType: (c >> 6) + 1, sampleRateHz, channelSetup: ((c & 1) << 2) | (d >> 6) },
    frameBytes,
  };
}
