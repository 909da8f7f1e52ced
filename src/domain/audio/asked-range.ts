/** What a `Range` header asks of `bytes` bytes. `whole` also where the header makes no sense or asks for several ranges. */
export type AskedRange =
  | { readonly is: "whole" }
  | { readonly is: "part"; readonly first: number; readonly last: number }
  | { readonly is: "unsatisfiable" };

const whole: AskedRange = { is: "whole" };

/** Reads a `Range` header (RFC 9110 §14): one range of bytes, open ended, or a suffix. */
export function askedRange(header: string | undefined, bytes: number): AskedRange {
  const match = header === undefined ? null : /^bytes=(\d{0,15})-(\d{0,15})$/i.exec(header.trim());
  if (match === null) return whole;
  const [, from = "", to = ""] = match;
  if (from === "" && to === "") return whole;
  if (from === "") {
    const suffix = Math.min(Number(to), bytes);
    return suffix === 0 ? { is: "unsatisfiable" } : { is: "part", first: bytes - suffix, last: bytes - 1 };
  }
  const first = Number(from);
  const last = to === "" ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if (to !== "" && Number(to) < first) return whole;
  return first >= bytes ? { is: "unsatisfiable" } : { is: "part", first, last };
}
