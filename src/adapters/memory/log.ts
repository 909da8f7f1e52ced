import type { Log, LogFields } from "../../ports/log.ts";

/** One line that was logged. */
export type LogLine = {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly fact: string;
  readonly fields: LogFields;
};

/** A log that keeps what it is told, for tests to look at. */
export function createRecordingLog(): Log & { readonly lines: readonly LogLine[] } {
  const lines: LogLine[] = [];
  const at =
    (level: LogLine["level"]) =>
    (fact: string, fields: LogFields = {}) => {
      lines.push({ level, fact, fields });
    };
  return { lines, debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** A log that nobody reads. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
