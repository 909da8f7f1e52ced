/** Seconds as a player shows them: `4:05`, `1:02:09`. */
export function clockOf(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (part: number) => String(part).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Seconds as one says them: `4 minutes 5 seconds`. */
export function spokenTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [
    [Math.floor(whole / 3600), "hour"],
    [Math.floor(whole / 60) % 60, "minute"],
    [whole % 60, "second"],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, unit]) => counted(count, unit));
  return told.length === 0 ? "0 seconds" : told.join(" ");
}

/** `1 file`, `3 files`. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

/** How long ago, roughly: `just now`, `5 min ago`, `3 h ago`, else the day. */
export function sinceWords(atMs: number, nowMs: number): string {
  const minutes = Math.floor((nowMs - atMs) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return new Date(atMs).toLocaleDateString(undefined, { day: "numeric", month: "short" });
}

/** A point in time as a clock shows it, with the day when it was not today. */
export function momentWords(atMs: number, nowMs: number): string {
  const time = new Date(atMs).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
  if (nowMs - atMs < 20 * 3_600_000) return time;
  return `${new Date(atMs).toLocaleDateString(undefined, { day: "numeric", month: "short" })}, ${time}`;
}

/** Bytes for people, in steps of 1000. */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} KB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}

const keptDays = 30;

/** How long what was deleted then can be had back. */
export function daysLeftWords(trashedAtMs: number): string {
  const days = keptDays - Math.floor((Date.now() - trashedAtMs) / 86_400_000);
  return days <= 1 ? "gone for good tomorrow" : `${days} days left`;
}
