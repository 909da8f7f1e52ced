import { DiskFull, spareDiskBytes } from "../../ports/disk-full.ts";
import { freeBytesAt } from "./free-bytes.ts";

/** Whether there is room for what is about to be written; said anew for each file. */
export type DiskRoom = {
  /** Answers who is to be told before so many bytes are written (0 at the beginning). It throws {@link DiskFull}. */
  forFile(): (bytes: number) => Promise<void>;
};

/** The disk is looked at this often, so that looking costs nothing. */
const lookEveryBytes = 16_000_000;

/** Room on the disk of `folder`, except what is to stay free. */
export function createDiskRoom(
  folder: string,
  { spareBytes = spareDiskBytes, freeBytes = () => freeBytesAt(folder) }: DiskRoomOptions = {},
): DiskRoom {
  return {
    forFile() {
      let sinceLook = Number.POSITIVE_INFINITY;
      return async (bytes) => {
        sinceLook += bytes;
        if (sinceLook < lookEveryBytes) return;
        sinceLook = 0;
        if ((await freeBytes()) < spareBytes) throw new DiskFull();
      };
    },
  };
}

/** For small disks, and for tests. */
export type DiskRoomOptions = {
  readonly spareBytes?: number;
  readonly freeBytes?: () => Promise<number>;
};
