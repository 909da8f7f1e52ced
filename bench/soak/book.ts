/** So many of the last ones may still be changed. */
const openEntries = 50;

/** A list that grows as long as the soak runs. What is old lies as bytes outside of the heap, so that only what is tried is measured there. */
export class Book<Entry> {
  #old: Buffer[] = [];
  #latest: Entry[] = [];

  push(entry: Entry): void {
    this.#latest.push(entry);
  }

  /** Takes back the last entry that is so, unless that is old. */
  takeBack(isIt: (entry: Entry) => boolean): void {
    const at = this.#latest.findLastIndex(isIt);
    if (at >= 0) this.#latest.splice(at, 1);
  }

  all(): readonly Entry[] {
    return [...this.#old.flatMap((bytes): Entry[] => JSON.parse(bytes.toString())), ...this.#latest];
  }

  putAway(): void {
    const old = this.#latest.splice(0, Math.max(0, this.#latest.length - openEntries));
    if (old.length > 0) this.#old.push(Buffer.from(JSON.stringify(old)));
  }
}
