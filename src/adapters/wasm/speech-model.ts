import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { onnxMetadata } from "./onnx-metadata.ts";

/** A model that hears speech, as sherpa-onnx wants to be told of it. */
export type SpeechModel = {
  readonly kind: "whisper" | "moonshine" | "transducer" | "paraformer" | "sense-voice" | "ctc";
  /** The `modelConfig` of its recognizer, but for the language. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Codes such as `en` that may be asked for; absent, the model knows what it knows. */
  readonly languages?: readonly string[];
};
export type ReadModel =
  | { readonly ok: true; readonly model: SpeechModel }
  /** Half a sentence: what is wrong with the folder, and what to do. */
  | { readonly ok: false; readonly why: string };

/** WebAssembly's memory ends at 2 GB, and a model needs more of it than its files are long. */
const mostBytes = 1_200_000_000;

const senseVoiceLanguages = ["zh", "en", "ja", "ko", "yue"];

/**
 * Finds out what lies in a folder unpacked from sherpa-onnx' collection of models: by the names of its files, and by what a single
 * one says of itself.
 * @see https://k2-fsa.github.io/sherpa/onnx/pretrained_models/index.html
 */
export async function readSpeechModel(folder: string): Promise<ReadModel> {
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined) return no(`${folder} is not a folder that can be read; unpack a model there`);
  /** Of several, the one with small numbers: half the memory, hardly another text. */
  const named = (pattern: RegExp): string | undefined => {
    const fitting = names.filter((name) => /\.(onnx|ort)$/.test(name) && pattern.test(name)).sort();
    const name = fitting.find((each) => each.includes("int8")) ?? fitting[0];
    return name && join(folder, name);
  };
  const tokensName = names.find((name) => /(^|[-_.])tokens\.txt$/.test(name));
  if (tokensName === undefined)
    return no(`${folder} holds no tokens.txt; unpack a whole speech-to-text model there`);
  const tokens = join(folder, tokensName);
  const [encoder, decoder, joiner] = [named(/encoder/), named(/decoder/), named(/joiner/)];

  const [preprocessor, encode, uncachedDecoder, cachedDecoder] = [
    named(/^preprocess/),
    named(/^encode/),
    named(/^uncached/),
    named(/^cached/),
  ];
  if (preprocessor && encode && uncachedDecoder && cachedDecoder)
    return fits("moonshine", [preprocessor, encode, uncachedDecoder, cachedDecoder], {
      tokens,
      moonshine: { preprocessor, encoder: encode, uncachedDecoder, cachedDecoder },
    });

  const mergedDecoder = named(/decoder_model_merged/);
  if (encoder && mergedDecoder)
    return fits("moonshine", [encoder, mergedDecoder], { tokens, moonshine: { encoder, mergedDecoder } });

  if (encoder && decoder) {
    const says = await onnxMetadata(encoder);
    const type = says.get("model_type") ?? "";
    if (joiner) {
      if (says.has("decode_chunk_len"))
        return no("the model is one for live speech (streaming); take one for whole recordings");
      const modelType = type.startsWith("EncDec") ? "nemo_transducer" : "transducer";
      const transducer = { encoder, decoder, joiner };
      return fits("transducer", [encoder, decoder, joiner], { tokens, modelType, transducer });
    }
    if (!type.startsWith("whisper")) return unknown(type);
    const languages = says.get("is_multilingual") === "1" ? codes(says.get("all_language_codes")) : ["en"];
    const whisper = { encoder, decoder, task: "transcribe" };
    return fits("whisper", [encoder, decoder], { tokens, whisper }, languages);
  }

  const model = named(/^model/);
  if (model === undefined)
    return no(`${folder} holds no model that we know; unpack one of sherpa-onnx' there`);
  const type = (await onnxMetadata(model)).get("model_type") ?? "";
  if (type.startsWith("EncDec")) return fits("ctc", [model], { tokens, nemoCtc: { model } });
  if (type === "zipformer2_ctc") return fits("ctc", [model], { tokens, zipformerCtc: { model } });
  if (type === "wenet_ctc") return fits("ctc", [model], { tokens, wenetCtc: { model } });
  if (type === "paraformer") return fits("paraformer", [model], { tokens, paraformer: { model } });
  if (type === "sense_voice_ctc") {
    const senseVoice = { model, useInverseTextNormalization: 1 };
    return fits("sense-voice", [model], { tokens, senseVoice }, senseVoiceLanguages);
  }
  return unknown(type);
}

async function fits(
  kind: SpeechModel["kind"],
  files: readonly string[],
  config: SpeechModel["config"],
  languages?: readonly string[],
): Promise<ReadModel> {
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  if (sizes.reduce((sum, size) => sum + size, 0) > mostBytes)
    return no("the model is too large to be used here (over 1.2 GB); take a smaller one, or its int8 files");
  return { ok: true, model: { kind, config, ...(languages !== undefined && { languages }) } };
}

function codes(list: string | undefined): readonly string[] | undefined {
  return list?.split(",").map((code) => code.trim());
}

function no(why: string): ReadModel {
  return { ok: false, why };
}

function unknown(type: string): ReadModel {
  return no(
    `the model is of a kind that we do not use (${type === "" ? "it does not say which" : type}); take a Whisper, Moonshine, Paraformer, SenseVoice, transducer or CTC model`,
  );
}
