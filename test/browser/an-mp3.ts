import { createMp3Encoder } from "wasm-media-encoders";

/** A real MP3 of a soft tone, mono, 64 kbps CBR, about this long. The pitch makes two of them different. */
export async function anMp3(seconds: number, hertz = 220): Promise<Buffer> {
  const sampleRate = 44_100;
  const encoder = await createMp3Encoder();
  encoder.configure({ sampleRate, channels: 1, bitrate: 64 });
  const samples = Float32Array.from(
    { length: Math.round(seconds * sampleRate) },
    (_, place) => 0.2 * Math.sin((2 * Math.PI * hertz * place) / sampleRate),
  );
  // The encoder hands out the same memory again and again.
  const parts = [Buffer.from(encoder.encode([samples])), Buffer.from(encoder.finalize())];
  return Buffer.concat(parts);
}
