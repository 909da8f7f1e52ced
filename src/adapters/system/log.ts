import { inspect } from "node:util";
import type { Clock } from "../../ports/clock.ts";
import type { Log, LogFields } from "../../ports/log.ts";
import { redact, redactText } from "./redact.ts";

/** From most to least said. */
const logLevels = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * A log that writes a line per fact: JSON for machines, or coloured for a person at a terminal. Whatever looks like a
 * token, a password or a stream's address is blotted out.
 */
export function createLog(options: {
  readonly clock: Pick<Clock, "nowMs">;
  readonly level: LogLevel;
  readonly style: "json" | "pretty";
  readonly write: (line: string) => void;
}): Log {
  const { clock, style, write } = options;
  const from = logLevels.indexOf(options.level);
  const at =
    (level: LogLevel) =>
    (fact: string, fields: LogFields = {}) => {
      if (logLevels.indexOf(level) < from) return;
      const said = { at: new Date(clock.nowMs()).toISOString(), level, fact: redactText(fact) };
      const told = tellable(fields);
      write(style === "json" ? jsonLine({ ...told, ...said }, said) : prettyLine(said, told));
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

type Said = { readonly at: string; readonly level: LogLevel; readonly fact: string };

/** A log must not be what breaks: a field that throws when looked at is told so. */
function tellable(fields: LogFields): Record<string, unknown> {
  try {
    const told = redact(fields);
    return typeof told === "object" && told !== null ? { ...told } : {};
  } catch (error) {
    return { unreadable: String(error) };
  }
}

/** Time, level and fact first, for people who read JSON lines. */
function jsonLine(all: Record<string, unknown>, said: Said): string {
  return `${JSON.stringify({ ...said, ...all })}\n`;
}

const colours = { debug: 90, info: 36, warn: 33, error: 31, silent: 0 } as const;

function prettyLine({ at, level, fact }: Said, { error, ...fields }: Record<string, unknown>): string {
  const told = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : inline(value)}`);
  const head = `${at.slice(11, 19)} \u001b[${colours[level]}m${level.padEnd(5)}\u001b[0m ${[fact, ...told].join(" ")}`;
  return error === undefined ? `${head}\n` : `${head}\n${indented(error)}\n`;
}

function inline(value: unknown): string {
  return inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 6, compact: true });
}

function indented(error: unknown): string {
  return inspect(error, { depth: 6 }).replaceAll(/^/gm, "    ").replaceAll("\\n", "\n    ");
}
