import { createOpusDecoder } from "@audio/decode-opus/core";
import { MPEGDecoder } from "mpg123-decoder";
import { openPackets, type PacketFile } from "./packets.ts";
import { type SoundPiece, Unreadable } from "./sound-piece.ts";

/** Enough packets per call that the call does not matter, few enough that memory stays flat. */
const packetsAtOnce = 200;

type PacketDecoder = Disposable & {
  decode(packets: Uint8Array[]): {
    readonly channelData: readonly Float32Array[];
    readonly sampleRate: number;
  };
};

/** Decodes Opus or MP3 out of WebM or MP4 (what browsers record, mostly). Throws `Unreadable` for other codings. */
export async function* decodePackets(path: string): AsyncGenerator<SoundPiece, void, undefined> {
  using file = await openPackets(path);
  using decoder = await decoderOf(file);
  const seconds = (await file.track.getDurationFromMetadata().catch(() => null)) ?? 0;
  let waiting: Uint8Array[] = [];
  let now = 0;
  const flush = function* (): Generator<SoundPiece, void, undefined> {
    const { channelData, sampleRate } = decoder.decode(waiting);
    waiting = [];
    if ((channelData[0]?.length ?? 0) === 0) return;
    const share = seconds > 0 ? Math.min(1, now / seconds) : 0;
    yield { sampleRateHz: sampleRate, channels: channelData, order: "vorbis", share };
  };
  for await (const packet of surviving(file)) {
    waiting.push(packet.data);
    now = packet.timestamp + packet.duration;
    if (waiting.length === packetsAtOnce) yield* flush();
  }
  if (waiting.length > 0) yield* flush();
}

/** A recording may end in the middle of a packet; what came before counts. */
async function* surviving(file: PacketFile) {
  let count = 0;
  try {
    for await (const packet of file.packets()) {
      count += 1;
      yield packet;
    }
  } catch (error) {
    if (count === 0) throw new Unreadable("damaged", error);
  }
}

async function decoderOf(file: PacketFile): Promise<PacketDecoder> {
  if (file.codec === "opus") return opus(file);
  if (file.codec === "mp3") return mp3();
  throw new Unreadable("unsupported");
}

async function opus({ track }: PacketFile): Promise<PacketDecoder> {
  const config = await track.getDecoderConfig();
  const channels = config?.numberOfChannels ?? 1;
  const head = config?.description === undefined ? undefined : bytesOf(config.description);
  const decoder = await createOpusDecoder();
  // OpusHead (RFC 7845 §5.1): family 0 is mono or stereo; others list streams and a channel mapping from byte 19 on.
  const mapped = head !== undefined && (head[18] ?? 0) !== 0;
  decoder.configure({
    channels,
    preSkip: head === undefined ? 0 : (head[10] ?? 0) | ((head[11] ?? 0) << 8),
    ...(mapped && {
      streamCount: head[19] ?? 1,
      coupledStreamCount: head[20] ?? 0,
      channelMappingTable: head.slice(21, 21 + channels),
    }),
  });
  return { decode: (packets) => decoder.decodeFrames(packets), [Symbol.dispose]: () => decoder.free() };
}

async function mp3(): Promise<PacketDecoder> {
  const decoder = new MPEGDecoder();
  await decoder.ready;
  return { decode: (frames) => decoder.decodeFrames(frames), [Symbol.dispose]: () => decoder.free() };
}

function bytesOf(source: ArrayBufferView | ArrayBufferLike): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}
