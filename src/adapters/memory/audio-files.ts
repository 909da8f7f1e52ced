import { checkFileKey, checkFilePrefix } from "../../ports/audio-file-key.ts";
import { type AudioFiles, type ByteRange, TooLarge } from "../../ports/audio-files.ts";

/** Files that live and die with the process. */
export function createMemoryAudioFiles(): AudioFiles {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();

  const open = (bytes: Uint8Array<ArrayBuffer>, range: ByteRange = { first: 0, last: bytes.length - 1 }) =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        const part = bytes.slice(range.first, range.last + 1);
        if (part.length > 0) controller.enqueue(part);
        controller.close();
      },
    });

  return {
    async locate(key) {
      checkFileKey(key);
      const bytes = files.get(key);
      return bytes && { at: "here", bytes: bytes.length, open: (range) => open(bytes, range) };
    },
    async read(key, range) {
      checkFileKey(key);
      const bytes = files.get(key);
      return bytes && open(bytes, range);
    },
    async put(key, bytes, { maxBytes }) {
      checkFileKey(key);
      const parts: Uint8Array[] = [];
      let size = 0;
      for await (const part of bytes) {
        size += part.length;
        if (size > maxBytes)
          throw new TooLarge(`More than the ${maxBytes} bytes that are allowed; send a smaller file`);
        parts.push(part.slice());
      }
      files.set(key, new Uint8Array(Buffer.concat(parts)));
      return { bytes: size };
    },
    async delete(key) {
      checkFileKey(key);
      files.delete(key);
    },
    async list(prefix, after = "") {
      checkFilePrefix(prefix);
      return [...files]
        .filter(([key]) => key.startsWith(prefix) && key > after)
        .map(([key, bytes]) => ({ key, bytes: bytes.length }))
        .sort((left, right) => (left.key < right.key ? -1 : 1))
        .slice(0, 1000);
    },
  };
}
