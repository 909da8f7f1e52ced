declare module "sherpa-onnx/sherpa-onnx-wasm-nodejs.js" {
  /** Puts the program's functions into the object it is given, before it returns. */
  export default function load(into: object): unknown;
}
declare module "sherpa-onnx/sherpa-onnx-asr.js" {
  type Stream = { acceptWaveform(sampleRateHz: number, samples: Float32Array): void; free(): void };
  class OfflineRecognizer {
    constructor(config: object, program: object);
    /** 0 where the model could not be loaded. */
    readonly handle: number;
    createStream(): Stream;
    decode(stream: Stream): void;
    getResult(stream: Stream): unknown;
    free(): void;
  }
  const asr: { OfflineRecognizer: typeof OfflineRecognizer };
  export default asr;
}
