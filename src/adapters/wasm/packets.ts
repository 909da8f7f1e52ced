import {
  ALL_FORMATS,
  type EncodedPacket,
  EncodedPacketSink,
  FilePathSource,
  Input,
  type InputAudioTrack,
  Logging,
  LogLevel,
} from "mediabunny";
import { Unreadable } from "./sound-piece.ts";

// What it cannot read it says by its answers too; a library's words do not belong on our console.
Logging.level = LogLevel.Silent;

/** The sound of an MP4 or WebM file, packet by packet, in order. */
export type PacketFile = Disposable & {
  readonly track: InputAudioTrack;
  readonly codec: string | null;
  packets(): AsyncGenerator<EncodedPacket, void, undefined>;
};

/** Opens the file's main sound. Throws `Unreadable`: `no-sound` for a video without any, `damaged` for a broken index. */
export async function openPackets(path: string): Promise<PacketFile> {
  const input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
  try {
    const track = await input.getPrimaryAudioTrack();
    // Without its index, or with it cut off, a file has no tracks at all.
    if (track === null) throw new Unreadable((await input.getTracks()).length === 0 ? "damaged" : "no-sound");
    const codec = await track.getCodec();
    return {
      track,
      codec,
      packets: () => new EncodedPacketSink(track).packets(),
      [Symbol.dispose]: () => input.dispose(),
    };
  } catch (error) {
    input.dispose();
    throw error instanceof Unreadable ? error : new Unreadable("damaged", error);
  }
}
