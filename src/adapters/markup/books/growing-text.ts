/** So much of the end may still change: more than any title, and any mark of a note, has letters. */
const openLength = 1_000;

/**
 * A text that grows at its end, where whoever writes looks back a little. Only the end is ever gone through: a page of a
 * whole book has a hundred thousand paragraphs.
 */
export function createGrowingText() {
  const settled: string[] = [];
  let settledLength = 0;
  let end = "";

  const add = (more: string) => {
    end += more;
    if (end.length < 4 * openLength) return;
    const done = end.slice(0, -openLength);
    settled.push(done);
    settledLength += done.length;
    end = end.slice(-openLength);
  };
  return {
    add,
    length: () => settledLength + end.length,
    /** Whether it ends with a space or a line's end; also at the very beginning. */
    endsWithSpace: () => end === "" || /\s/.test(end.slice(-1)),
    /** Ends in exactly this instead of any spaces. At the very beginning nothing needs to be parted. */
    breakTo(parting: string) {
      const kept = end.trimEnd();
      end = kept;
      if (kept !== "") add(parting);
    },
    /** What was written since a place, and the letters before it; `undefined` when that is too long ago. */
    since(at: number): { readonly own: string; readonly before: string } | undefined {
      const from = at - settledLength;
      return from < 0 ? undefined : { own: end.slice(from), before: end.slice(Math.max(0, from - 10), from) };
    },
    cutBackTo(at: number) {
      end = end.slice(0, at - settledLength);
    },
    whole: () => `${settled.join("")}${end}`,
  };
}
