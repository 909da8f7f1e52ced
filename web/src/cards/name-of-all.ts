type Named = { readonly title: string; readonly album?: string | undefined };

/** A title for a card of several recordings: their album, else the words all begin with, else the first one's title. */
export function nameOfAll([first, ...more]: readonly Named[]): string {
  if (first === undefined) return "";
  if (more.length === 0) return first.title;
  if (first.album !== undefined && more.every(({ album }) => album === first.album)) return first.album;
  const words = first.title.split(" ");
  const differs = words.findIndex((word, place) =>
    more.some(({ title }) => title.split(" ")[place] !== word),
  );
  const common = words
    .slice(0, differs === -1 ? words.length : differs)
    .join(" ")
    .replace(/[\s\d.,:;–—-]+$/, "")
    // What follows a dash begins what differs: “The owl - Chapter 1”, “The owl - Chapter 2”.
    .replace(/\s+[-–—]\s+[^-–—]*$/, "");
  return /\p{L}{3}/u.test(common) ? common : first.title;
}
