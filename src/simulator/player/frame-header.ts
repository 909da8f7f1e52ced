/** What the first bytes of an MP3 or ADTS (AAC) frame say about it. */
export type FrameHeader = {
  readonly kind: "mp3" | "adts";
  readonly bytes: number;
  readonly samples: number;
  readonly sampleRate: number;
  /** MPEG 1 (MP3 only) has other side information sizes than 2 and 2.5. */
  readonly mpeg1: boolean;
  readonly mono: boolean;
};

const kbitMpeg1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const kbitMpeg2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const mp3Rates = [44_100, 48_000, 32_000];
const adtsRates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
];

/** Bytes that must be there before `frameHeaderAt` can judge. */
export const frameHeaderBytes = 7;

/** The header at `at`, or `undefined` where no frame of MPEG layer III (ISO 11172-3) or ADTS (ISO 13818-7) begins. */
export function frameHeaderAt(data: Uint8Array, at: number): FrameHeader | undefined {
  const [first, second, third, fourth] = data.subarray(at, at + 4);
  if (first !== 0xff || second === undefined || third === undefined || fourth === undefined) return undefined;
  if ((second & 0xf6) === 0xf0) return adtsHeader(data.subarray(at, at + frameHeaderBytes));
  if ((second & 0xe0) !== 0xe0 || (second & 0x06) !== 0x02) return undefined;

  const version = (second >> 3) & 3; // 3 = MPEG 1, 2 = MPEG 2, 0 = MPEG 2.5
  const baseRate = mp3Rates[(third >> 2) & 3];
  const mpeg1 = version === 3;
  const kbit = (mpeg1 ? kbitMpeg1 : kbitMpeg2)[third >> 4];
  if (version === 1 || baseRate === undefined || kbit === undefined || kbit === 0) return undefined;
  const sampleRate = mpeg1 ? baseRate : version === 2 ? baseRate / 2 : baseRate / 4;
  const padding = (third >> 1) & 1;
  return {
    kind: "mp3",
    bytes: Math.floor(((mpeg1 ? 144 : 72) * kbit * 1_000) / sampleRate) + padding,
    samples: mpeg1 ? 1_152 : 576,
    sampleRate,
    mpeg1,
    mono: fourth >> 6 === 3,
  };
}

function adtsHeader(header: Uint8Array): FrameHeader | undefined {
  const [, , third = 0, fourth = 0, fifth = 0, sixth = 0, seventh = 0] = header;
  const sampleRate = adtsRates[(third >> 2) & 15];
  const bytes = ((fourth & 3) << 11) | (fifth << 3) | (sixth >> 5);
  if (header.length < frameHeaderBytes || sampleRate === undefined || bytes <= frameHeaderBytes)
    return undefined;
  const channels = ((third & 1) << 2) | (fourth >> 6);
  const samples = 1_024 * ((seventh & 3) + 1);
  return { kind: "adts", bytes, samples, sampleRate, mpeg1: false, mono: channels === 1 };
}

/** Whether an MP3 frame is a Xing, Info or VBRI note about the file rather than sound. */
export function isNoteFrame(frame: Uint8Array, header: FrameHeader): boolean {
  if (header.kind !== "mp3") return false;
  const sideInfo = header.mpeg1 ? (header.mono ? 17 : 32) : header.mono ? 9 : 17;
  const tag = textAt(frame, 4 + sideInfo);
  return tag === "Xing" || tag === "Info" || textAt(frame, 36) === "VBRI";
}

function textAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
