/** So much is left free for the database, and for everybody else on the machine. */
export const spareDiskBytes = 200_000_000;

/** Told before or while bytes are written, when the disk would have no room left. Nothing is left of what was written. */
export class DiskFull extends Error {
  override readonly name = "DiskFull";
  constructor(cause?: unknown) {
    super("The disk is too full for this.", cause === undefined ? undefined : { cause });
  }
}

/** What helps then. */
export const diskFullHint = "Make room, or empty the trash; then try again.";
