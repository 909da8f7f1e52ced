import asr from "sherpa-onnx/sherpa-onnx-asr.js";
import load from "sherpa-onnx/sherpa-onnx-wasm-nodejs.js";
import { z } from "zod";
import { asMono } from "../../domain/audio/downmix.ts";
import { wordsHeard } from "../../domain/audio/heard-words.ts";
import { createRateConverter, type RateConverter } from "../../domain/audio/rate-converter.ts";
import { cutSpeechWindows, type SpeechWindow } from "../../domain/audio/speech-windows.ts";
import type { HeardWord } from "../../domain/audio/transcript.ts";
import { decoderOf } from "./convert-file.ts";
import { openHeardSoFar } from "./heard-so-far.ts";
import { serveThread } from "./serve-thread.ts";

export type HearRequest = {
  readonly path: string;
  readonly ffmpeg?: string;
  /** The recognizer's `modelConfig`, with its language. */
  readonly modelConfig: object;
  /** The file that keeps what was heard, should the process end before it is all. */
  readonly soFar: string;
};
export type HearAnswer = { readonly words: readonly HeardWord[]; readonly language?: string };

const rateHz = 16_000;

const Result = z.object({
  text: z.string(),
  lang: z.string().optional(),
  tokens: z.array(z.string()),
  timestamps: z.array(z.number()),
});

let program: object | undefined;
let known: { readonly config: string; readonly recognizer: Recognizer } | undefined;
type Recognizer = InstanceType<typeof asr.OfflineRecognizer>;

/** Loading a model takes seconds: the last one stays while the thread lives. */
function recognizerFor(modelConfig: object): Recognizer {
  const config = JSON.stringify(modelConfig);
  if (known?.config === config) return known.recognizer;
  known?.recognizer.free();
  known = undefined;
  if (program === undefined) {
    program = {};
    load(program);
  }
  const recognizer = new asr.OfflineRecognizer(
    { modelConfig: { ...modelConfig, numThreads: 1, debug: 0 } },
    program,
  );
  if (recognizer.handle === 0) throw new Error("The model could not be loaded");
  known = { config, recognizer };
  return recognizer;
}

function hear(recognizer: Recognizer, samples: Float32Array): z.infer<typeof Result> {
  const stream = recognizer.createStream();
  try {
    stream.acceptWaveform(rateHz, samples);
    recognizer.decode(stream);
    return Result.parse(recognizer.getResult(stream));
  } finally {
    stream.free();
  }
}

serveThread<HearRequest>(async ({ path, ffmpeg, modelConfig, soFar }, progress) => {
  const decode = await decoderOf(path, ffmpeg);
  const recognizer = recognizerFor(modelConfig);
  const cutter = cutSpeechWindows(rateHz);
  const heard = await openHeardSoFar(soFar);
  // The same recording is always cut into the same windows.
  let known = heard.windows.length;
  const listen = async (windows: readonly SpeechWindow[]) => {
    for (const { startSeconds, samples } of windows) {
      known -= 1;
      if (known >= 0) continue;
      const { text, lang, tokens, timestamps } = hear(recognizer, samples);
      const language = /[a-z]{2,3}/.exec(lang ?? "")?.[0];
      const words = wordsHeard(
        { text, tokens, secondsOfTokens: timestamps },
        startSeconds,
        startSeconds + samples.length / rateHz,
      );
      await heard.add({ words: [...words], ...(language !== undefined && { language }) });
    }
  };
  let converter: RateConverter | undefined;
  for await (const { channels, sampleRateHz, share } of decode()) {
    converter ??= createRateConverter(sampleRateHz, rateHz);
    await listen(cutter.add(converter.process(asMono(channels))));
    progress(share);
  }
  if (converter !== undefined) await listen(cutter.add(converter.end()));
  await listen(cutter.end());
  const language = heard.windows.find((window) => window.language !== undefined)?.language;
  const value: HearAnswer = {
    words: heard.windows.flatMap(({ words }) => words),
    ...(language !== undefined && { language }),
  };
  await heard.done();
  return { value };
});
