import type { WasmMediaEncoder } from "wasm-media-encoders";

type Encoder = WasmMediaEncoder<"audio/mpeg">;

/** LAME's whole memory between two calls, and where in it the recording is. Means something to the same build of it only. */
export type Remembered = { readonly bytes: Uint8Array; readonly place: number };

/** The build whose memory this is; a test holds it against the package's version. */
export const lameBuild = "wasm-media-encoders 0.7.0";

const pageBytes = 65_536;

/**
 * What the package keeps to itself. Between two calls WebAssembly's stack is empty, and LAME has nothing outside of its memory: that is
 * all there is to it (docs/decisions/0048-conversions-go-on.md).
 */
type Inside = {
  readonly module: { readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number } };
  ref: number;
};

/** A copy of all it knows. */
export function memoryOf(encoder: Encoder): Remembered {
  const { module, ref } = inside(encoder);
  return { bytes: new Uint8Array(module.memory.buffer).slice(), place: ref };
}

/** Puts it back, into an encoder that is configured for the same. */
export function remember(encoder: Encoder, { bytes, place }: Remembered): void {
  const within = inside(encoder);
  const { memory } = within.module;
  const missing = Math.ceil((bytes.length - memory.buffer.byteLength) / pageBytes);
  if (missing > 0) memory.grow(missing);
  new Uint8Array(memory.buffer).set(bytes);
  within.ref = place;
}

function inside(encoder: Encoder): Inside {
  return encoder as unknown as Inside;
}
