const nothing = Buffer.alloc(0);
/** Bytes are taken in such pieces, so that a word more needs no new ones. */
const pieceBytes = 256;

/**
 * A value of which there are ten thousand, each another with every message. In between it rests as bytes outside of what V8
 * manages, always the same ones: as objects it would be copied, become old and be garbage only when that is dear. It wakes when
 * it is looked at and goes to rest with the end of the same piece of work. Plain values only; nobody keeps `now` beyond an `await`.
 */
export class PackedValue<T extends object> {
  #bytes = nothing;
  #length = 0;
  #awake: T | undefined;
  #changed = true;

  constructor(value: T) {
    this.#awake = value;
    this.#restSoon();
  }

  /** As it is; to be changed by {@link change} only. */
  get now(): Readonly<T> {
    return this.#wake();
  }

  change(changes: Partial<T>): void {
    Object.assign(this.#wake(), changes);
    this.#changed = true;
  }

  #wake(): T {
    if (this.#awake === undefined) {
      this.#awake = JSON.parse(this.#bytes.toString("utf8", 0, this.#length)) as T;
      this.#restSoon();
    }
    return this.#awake;
  }

  #restSoon(): void {
    queueMicrotask(() => this.#rest());
  }

  #rest(): void {
    if (this.#changed) this.#write(JSON.stringify(this.#awake));
    this.#changed = false;
    this.#awake = undefined;
  }

  #write(text: string): void {
    this.#length = Buffer.byteLength(text);
    if (this.#bytes.length < this.#length)
      this.#bytes = Buffer.allocUnsafeSlow(Math.ceil(this.#length / pieceBytes) * pieceBytes);
    this.#bytes.write(text);
  }
}
