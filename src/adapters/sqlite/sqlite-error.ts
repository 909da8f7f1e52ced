import { Unavailable } from "../../ports/unavailable.ts";

/** SQLite's primary result codes that we tell apart. @see https://sqlite.org/rescode.html */
const codes = { busy: 5, locked: 6, ioError: 10, full: 13 } as const;

/** What the system says when our own sync of the log fails, in SQLite's words. */
const syncErrors: Record<string, number> = {
  EIO: codes.ioError,
  ENOSPC: codes.full,
  EDQUOT: codes.full,
};

/** Whether another process is writing just now. */
export function isBusy(error: unknown): boolean {
  const code = codeOf(error);
  return code === codes.busy || code === codes.locked;
}

/** The error a caller should see: {@link Unavailable} for what may pass, everything else as it is. */
export function translated(error: unknown): unknown {
  if (isBusy(error))
    return new Unavailable("Another process kept the database locked for 10 s; end it or try again", {
      cause: error,
    });
  switch (codeOf(error) ?? syncErrors[systemCodeOf(error) ?? ""]) {
    case codes.full:
      return new Unavailable("The disk is full; make room, then try again", { cause: error });
    case codes.ioError:
      return new Unavailable("The database could not be read or written; look after the disk", {
        cause: error,
      });
    default:
      return error;
  }
}

function systemCodeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

/** Extended codes carry the primary one in their lowest byte. */
function codeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number")
    return undefined;
  return error.errcode & 0xff;
}
