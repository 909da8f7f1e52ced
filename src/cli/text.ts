import { CliTrouble } from "./api.ts";

/** Rows as columns, as wide as they need to be. */
export function columns(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows].map((row) => row.map(inOneLine));
  const widths = head.map((_, at) => Math.max(...all.map((row) => [...(row[at] ?? "")].length)));
  const line = (row: readonly string[]) =>
    widths
      .map((width, at) => (row[at] ?? "") + " ".repeat(width - [...(row[at] ?? "")].length))
      .join("  ")
      .trimEnd();
  return all.map(line).join("\n");
}

/** Titles come from anywhere: what ends a line, steers a terminal or turns the writing around is a space. */
function inOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, " ").trimEnd();
}

/** Seconds as `m:ss` or `h:mm:ss`. */
export function clockTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** A whole number a person typed. Throws {@link CliTrouble}. */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new CliTrouble(`"${text}" is no whole number.`);
  return Number(text);
}

/** A colour a person typed, like `#ff8c00` or `off`. Throws {@link CliTrouble}. */
export function colourIn(text: string): {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
} {
  const hex = text === "off" ? "000000" : /^#?([0-9a-fA-F]{6})$/.exec(text)?.[1];
  if (hex === undefined) throw new CliTrouble(`"${text}" is no colour. Write it like #ff8c00, or off.`);
  const value = Number.parseInt(hex, 16);
  return { red: value >> 16, green: (value >> 8) & 255, blue: value & 255 };
}
