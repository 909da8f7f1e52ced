/** The last part of whatever path a browser sent, without control characters, at most 200 characters. For people only. */
export function shownFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const shown = last
    .normalize("NFC")
    .replace(/\p{Cc}|\p{Cf}/gu, "")
    .replace(/^\.+/, "")
    .trim();
  return [...shown].slice(0, 200).join("") || "recording";
}

/** A title made of a file's name: without its ending, underscores as spaces, runs of spaces as one. */
export function titleOfFile(name: string): string {
  const title = shownFileName(name)
    .replace(/\.[A-Za-z0-9]{1,5}$/, "")
    .replaceAll("_", " ")
    .replace(/\s+/g, " ")
    .trim();
  return title || "Recording";
}
