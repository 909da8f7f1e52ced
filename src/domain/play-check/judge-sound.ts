import { createMp3Scanner } from "../audio/scan-mp3.ts";
import type { Finding } from "./finding.ts";

type DecodedExcerpt = {
  readonly seconds: number;
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly faults: number;
};

/** Fewer decoded seconds than this share of what the frames promise are a fault. */
const leastShare = 0.9;

/** What the first bytes of a sound turned out to be: its frames, and what a decoder made of them. */
export function judgeSound(
  bytes: Uint8Array,
  format: string,
  tasted: DecodedExcerpt | undefined,
): readonly Finding[] {
  if (isAdts(bytes)) return [judgeAac(format)];
  const scanner = createMp3Scanner();
  scanner.push(bytes);
  const { scanned } = scanner.end();
  if (!scanned.ok)
    return [
      {
        is: "bad",
        code: "no-sound",
        message: "What comes is no sound that a player knows: there is not one frame in it.",
        next: "Take the recording out of the library and bring it in again; it is converted then.",
      },
    ];
  if (tasted === undefined || tasted.seconds < scanned.seconds * leastShare)
    return [
      {
        is: "bad",
        code: "not-decodable",
        message: "It looks like MP3, but a decoder makes nothing of it.",
        next: "Bring the recording in again with conversion (treatment: music or speech).",
      },
    ];
  const found: Finding[] = [];
  if (format !== "mp3" && format !== "mpeg" && format !== "")
    found.push({
      is: "bad",
      code: "wrong-format",
      message: `The card calls it ${format}, but it is MP3; players stop after seconds.`,
      next: "Publish the card again: the right format is written then.",
    });
  if (!scanned.uniform || scanned.junkBytes > 4_096)
    found.push({
      is: "warn",
      code: "untidy-sound",
      message: "Its frames change their kind or have other data between them; players may stumble there.",
      next: "Bring the recording in again with conversion (treatment: music or speech).",
    });
  if (scanned.format.sampleRateHz < 44_100)
    found.push({
      is: "warn",
      code: "low-rate",
      message: `It has ${scanned.format.sampleRateHz} samples a second; not every player is known to like less than 44 100.`,
      next: "Run the Player Probe on your player: it tells. Otherwise bring it in again with conversion.",
    });
  if (found.length > 0) return found;
  const { codec, bitrateKbps, channels, sampleRateHz } = scanned.format;
  return [
    {
      is: "good",
      code: "sound",
      message: `${tasted.seconds.toFixed(1)} s of it were decoded: ${codec.toUpperCase()}, ${bitrateKbps} kbit/s, ${sampleRateHz} Hz, ${channels}.`,
    },
  ];
}

function isAdts(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xf6) === 0xf0;
}

function judgeAac(format: string): Finding {
  if (format === "aac")
    return {
      is: "unsure",
      code: "aac",
      message: "It is AAC, which Yoto allows; we can follow its frames but not decode them here.",
      next: "Listen to it once on the player, or run the Player Probe.",
    };
  return {
    is: "bad",
    code: "wrong-format",
    message: `The card calls it ${format}, but it is AAC; players stop after seconds.`,
    next: "Publish the card again, or bring the recording in with conversion.",
  };
}
