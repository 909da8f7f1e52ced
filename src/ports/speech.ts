export type Voice = {
  readonly id: string;
  readonly name: string;
  readonly language: string;
  readonly description?: string;
};

/** Speaks text. Every method may throw `Unavailable`. */
export type Speech = {
  /** Short stable name of the engine with its version: part of the cache key. */
  readonly engine: string;
  voices(): Promise<readonly Voice[]>;
  /** Longest text of one call, in characters. */
  readonly maxCharacters: number;
  /** `rate` 1 is the voice's own speed; 0.5–2. Answers PCM samples −1…1 of one channel. */
  synthesize(request: {
    readonly text: string;
    readonly voiceId: string;
    readonly rate?: number;
    readonly signal?: AbortSignal;
  }): Promise<{
    readonly sampleRateHz: number;
    readonly samples: Float32Array;
  }>;
};
