import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { onnxModel } from "./onnx-model.ts";

const sampleRateHz = 44_100;
const melBins = 80;
/** Each of these words is one tone; its place among the mel bins is what the model listens to. */
const binOf = { Once: 16, upon: 22, a: 28, time: 34, ".": 40, The: 46, end: 52, is: 58, near: 64 } as const;
export type ToneWord = keyof typeof binOf;
const words = Object.keys(binOf) as readonly ToneWord[];
const toneSeconds = 0.3;

/**
 * A speech model small enough to be made here (CTC, as exported from NeMo): it takes the loudest of a few tones for a word, and
 * sound in which none of them is loud for nobody speaking.
 */
export async function makeToneModel(folder: string, { isDeaf = false } = {}): Promise<string> {
  await mkdir(folder, { recursive: true });
  const classes = words.length + 1;
  const weights = new Float32Array(melBins * classes);
  for (const [word, name] of words.entries()) weights[binOf[name] * classes + word] = 1;
  const quiet = new Float32Array(classes);
  quiet[classes - 1] = isDeaf ? 1_000 : -4;
  const model = onnxModel({
    metadata: {
      model_type: "EncDecCTCModelBPE",
      vocab_size: `${words.length}`,
      subsampling_factor: "1",
      normalize_type: "",
    },
    inputs: [
      { name: "audio_signal", type: "float", shape: ["N", melBins, "T"] },
      { name: "length", type: "int64", shape: ["N"] },
    ],
    outputs: [{ name: "logprobs", type: "float", shape: ["N", "T", classes] }],
    weights: [
      { name: "weights", shape: [melBins, classes], values: weights },
      { name: "quiet", shape: [classes], values: quiet },
    ],
    nodes: [
      { do: "Transpose", from: ["audio_signal"], to: "frames", order: [0, 2, 1] },
      { do: "MatMul", from: ["frames", "weights"], to: "loudness" },
      { do: "Add", from: ["loudness", "quiet"], to: "logprobs" },
    ],
  });
  await writeFile(join(folder, "model.onnx"), model);
  const tokens = words.map((word, id) => `${/\w/.test(word) ? "▁" : ""}${word} ${id}\n`);
  await writeFile(join(folder, "tokens.txt"), `${tokens.join("")}<blk> ${words.length}\n`);
  return folder;
}

/** Words as tones, each beginning at its second. */
export function toneSpeech(said: readonly (readonly [word: ToneWord, atSeconds: number])[], seconds: number) {
  const samples = new Float32Array(Math.round(seconds * sampleRateHz));
  for (const [word, atSeconds] of said) {
    const hertz = hertzOf(binOf[word]);
    const from = Math.round(atSeconds * sampleRateHz);
    for (let at = 0; at < toneSeconds * sampleRateHz; at += 1)
      samples[from + at] = 0.3 * Math.sin((2 * Math.PI * hertz * at) / sampleRateHz);
  }
  return { sampleRateHz, channels: [samples] };
}

/** The middle of a mel bin (Slaney's scale up to 8 kHz, as NeMo's features have it). */
function hertzOf(bin: number): number {
  const perLog = Math.log(6.4) / 27;
  const top = 15 + Math.log(8) / perLog;
  const mel = (top * (bin + 1)) / (melBins + 1);
  return mel < 15 ? (mel * 200) / 3 : 1000 * Math.exp((mel - 15) * perLog);
}
