import type { ExcerptDecoder } from "../../ports/excerpt-decoder.ts";

/** mpg123 as WebAssembly, read when first needed: some hundred times faster than real time, so a few seconds need no thread. */
export function createExcerptDecoder(): ExcerptDecoder {
  return {
    async decodeMp3Excerpt(bytes) {
      const { MPEGDecoder } = await import("mpg123-decoder");
      const decoder = new MPEGDecoder();
      try {
        await decoder.ready;
        const { samplesDecoded, sampleRate, channelData, errors } = decoder.decode(bytes);
        if (samplesDecoded === 0) return undefined;
        return {
          seconds: samplesDecoded / sampleRate,
          sampleRateHz: sampleRate,
          channels: channelData.length,
          faults: errors.length,
        };
      } finally {
        decoder.free();
      }
    },
  };
}
