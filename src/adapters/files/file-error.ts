import { DiskFull } from "../../ports/disk-full.ts";
import { Unavailable } from "../../ports/unavailable.ts";

/** The system's code of an error (`ENOENT` …), where it has one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Does a step on the disk; what may pass becomes {@link Unavailable} or {@link DiskFull}, everything else stays what it is. */
export async function translating<Result>(step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (cause) {
    switch (codeOf(cause)) {
      case "ENOSPC":
      case "EDQUOT":
        throw new DiskFull(cause);
      case "EMFILE":
      case "ENFILE":
        throw new Unavailable("Too many files are open; try again in a moment", { cause });
      case "EIO":
      case "EROFS":
      case "ESTALE":
        throw new Unavailable("The disk could not be read or written; look after it", { cause });
      default:
        throw cause;
    }
  }
}
