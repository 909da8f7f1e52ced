import type { AudioId } from "../../domain/ids.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { AudioLibrary } from "../../stores/audio.ts";

export type LibraryChecked = {
  readonly pieces: number;
  readonly bytes: number;
  readonly wrong: readonly {
    readonly id: AudioId;
    readonly title: string;
    readonly what: "file-gone" | "other-size";
  }[];
};

/** Looks whether every recording of the library has its file, and the file its size. */
export async function checkLibrary(deps: {
  readonly audio: AudioLibrary;
  readonly files: AudioFiles;
}): Promise<LibraryChecked> {
  const sizes = new Map<string, number>();
  let after: string | undefined;
  do {
    const page = await deps.files.list("audio/", after);
    for (const { key, bytes } of page) sizes.set(key, bytes);
    after = page.at(-1)?.key;
  } while (after !== undefined);
  let [pieces, bytes] = [0, 0];
  const wrong: { id: AudioId; title: string; what: "file-gone" | "other-size" }[] = [];
  for await (const { value } of deps.audio.all()) {
    pieces += 1;
    bytes += value.bytes;
    const size = sizes.get(value.fileKey);
    if (size === value.bytes) continue;
    wrong.push({ id: value.id, title: value.title, what: size === undefined ? "file-gone" : "other-size" });
  }
  return { pieces, bytes, wrong };
}
