import { createHash } from "node:crypto";
import { closeSync, openSync, statfsSync, writeSync } from "node:fs";
import { DiskFull, spareDiskBytes } from "../../ports/disk-full.ts";

/** A file being written, hashed on the way. */
export type OutputFile = {
  write(bytes: Uint8Array): void;
  /** Closes it; what was written stays also when somebody only calls this to give up. */
  end(): { readonly bytes: number; readonly sha256: string };
};

const bufferBytes = 262_144;

/** The disk is looked at this often. */
const lookEveryBytes = 16_000_000;
let spareBytes = spareDiskBytes;

/** For all files of this thread: how much of the disk is to stay free. */
export function leaveFree(bytes: number): void {
  spareBytes = bytes;
}

/**
 * Synchronous on purpose: it runs in threads that have nothing else to do. Replaces what was there. Writing throws {@link DiskFull}
 * before the disk is full.
 */
export function createOutputFile(path: string): OutputFile {
  const file = openSync(path, "w");
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(bufferBytes);
  let held = 0;
  let bytes = 0;
  let sinceLook = Number.POSITIVE_INFINITY;
  const flush = (part: Uint8Array) => {
    hash.update(part);
    sinceLook += part.length;
    if (sinceLook >= lookEveryBytes) {
      sinceLook = 0;
      const { bavail, bsize } = statfsSync(path);
      if (bavail * bsize < spareBytes) throw new DiskFull();
    }
    for (let at = 0; at < part.length; ) at += writeSync(file, part, at);
  };
  return {
    write(part) {
      bytes += part.length;
      if (held + part.length > bufferBytes) {
        flush(buffer.subarray(0, held));
        held = 0;
      }
      if (part.length > bufferBytes) {
        flush(part);
        return;
      }
      buffer.set(part, held);
      held += part.length;
    },
    end() {
      try {
        flush(buffer.subarray(0, held));
        return { bytes, sha256: hash.digest("hex") };
      } finally {
        closeSync(file);
      }
    },
  };
}
