import { mkdir, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSpeechModel } from "../src/adapters/wasm/speech-model.ts";
import { onnxModel } from "./audio/onnx-model.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "models-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A folder with these files; what is told of a model is what it says of itself. */
async function aFolder(
  name: string,
  files: Readonly<Record<string, Readonly<Record<string, string>> | undefined>>,
) {
  for (const [file, metadata] of Object.entries(files)) {
    const path = join(folder, name, file);
    await mkdir(dirname(path), { recursive: true });
    const weights = [{ name: "w", shape: [5000], values: new Float32Array(5000) }];
    await writeFile(path, metadata === undefined ? "" : onnxModel({ metadata, weights }));
  }
  return readSpeechModel(join(folder, name));
}

test("a folder's model is known by its files, and small numbers are preferred", async () => {
  const whisper = await aFolder("whisper", {
    "tiny-encoder.onnx": { model_type: "whisper-tiny", is_multilingual: "1", all_language_codes: "en,de,fr" },
    "tiny-encoder.int8.onnx": {
      model_type: "whisper-tiny",
      is_multilingual: "1",
      all_language_codes: "en,de,fr",
    },
    "tiny-decoder.onnx": {},
    "tiny-decoder.int8.onnx": {},
    "tiny-tokens.txt": undefined,
  });
  expect(whisper).toEqual({
    ok: true,
    model: {
      kind: "whisper",
      languages: ["en", "de", "fr"],
      config: {
        tokens: join(folder, "whisper/tiny-tokens.txt"),
        whisper: {
          encoder: join(folder, "whisper/tiny-encoder.int8.onnx"),
          decoder: join(folder, "whisper/tiny-decoder.int8.onnx"),
          task: "transcribe",
        },
      },
    },
  });
  const moonshine = await aFolder("moonshine", {
    "preprocess.onnx": {},
    "encode.int8.onnx": {},
    "uncached_decode.int8.onnx": {},
    "cached_decode.int8.onnx": {},
    "tokens.txt": undefined,
  });
  expect(moonshine).toMatchObject({
    model: {
      kind: "moonshine",
      config: { moonshine: { cachedDecoder: join(folder, "moonshine/cached_decode.int8.onnx") } },
    },
  });
  const parakeet = await aFolder("parakeet", {
    "encoder.int8.onnx": { model_type: "EncDecRNNTBPEModel" },
    "decoder.int8.onnx": {},
    "joiner.int8.onnx": {},
    "tokens.txt": undefined,
  });
  expect(parakeet).toMatchObject({ model: { kind: "transducer", config: { modelType: "nemo_transducer" } } });
});

test.each([
  ["EncDecCTCModelBPE", "ctc", "nemoCtc"],
  ["zipformer2_ctc", "ctc", "zipformerCtc"],
  ["wenet_ctc", "ctc", "wenetCtc"],
  ["paraformer", "paraformer", "paraformer"],
  ["sense_voice_ctc", "sense-voice", "senseVoice"],
])("a single file that says it is %s is taken as such", async (type, kind, part) => {
  const found = await aFolder(type, { "model.int8.onnx": { model_type: type }, "tokens.txt": undefined });
  const model = join(folder, type, "model.int8.onnx");
  expect(found).toMatchObject({ model: { kind, config: { [part]: { model } } } });
});

test("what is no model that can be used is told in a sentence that says what to do", async () => {
  const why = async (name: string, files: Parameters<typeof aFolder>[1]) => {
    const found = await aFolder(name, files);
    return found.ok ? "" : found.why;
  };
  const nowhere = await readSpeechModel(join(folder, "nowhere"));
  expect(nowhere.ok ? "" : nowhere.why).toContain("unpack a model there");
  expect(await why("empty", { "readme.md": undefined })).toContain("tokens.txt");
  expect(await why("words-only", { "tokens.txt": undefined })).toContain("no model that we know");
  expect(await why("other", { "model.onnx": { model_type: "kokoro" }, "tokens.txt": undefined })).toContain(
    "(kokoro); take a Whisper",
  );
  expect(await why("no-onnx", { "model.onnx": undefined, "tokens.txt": undefined })).toContain(
    "does not say which",
  );
  const live = {
    "encoder.onnx": { model_type: "zipformer2", decode_chunk_len: "32" },
    "decoder.onnx": {},
    "joiner.onnx": {},
  };
  expect(await why("live", { ...live, "tokens.txt": undefined })).toContain("whole recordings");
});

test("a model larger than WebAssembly's memory is refused before it is loaded", async () => {
  const files = {
    "encoder.onnx": { model_type: "whisper-large" },
    "decoder.onnx": {},
    "tokens.txt": undefined,
  };
  await aFolder("large", files);
  await truncate(join(folder, "large/decoder.onnx"), 1_500_000_000);
  const found = await readSpeechModel(join(folder, "large"));
  expect(found).toMatchObject({ ok: false, why: expect.stringContaining("too large") });
});
