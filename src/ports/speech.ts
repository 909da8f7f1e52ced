export type Voice = {
  readonly id: string;
  readonly name: string;
  /** BCP 47, such as `en-GB`; `mul` where the voice speaks whatever language the text is in. */
  readonly language: string;
  readonly description?: string;
  /** Short stable name of the engine with its version: part of the cache key. */
  readonly engine: string;
  /** Longest text of one call, in characters. */
  readonly maxCharacters: number;
  /** It cannot be told to speak slower or faster. */
  readonly hasOneSpeed?: true;
};

/** Speaks text. Every method may throw `Unavailable`. */
export type Speech = {
  voices(): Promise<readonly Voice[]>;
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
