/** Room for files while somebody works on them. What a killed process left is gone after the next start. */
export type Scratch = {
  /** A new empty folder; disposing removes it and all in it. */
  folder(): Promise<ScratchFolder>;
};

export type ScratchFolder = AsyncDisposable & {
  /** A path in the folder, for programs that want one. `name` is letters, digits, `-` and `.`. */
  path(name: string): string;
  /** Writes all bytes; throws `TooLarge` past `maxBytes`, and `DiskFull`. */
  write(
    name: string,
    bytes: ReadableStream<Uint8Array>,
    maxBytes: number,
  ): Promise<{ readonly path: string; readonly bytes: number }>;
  read(name: string): ReadableStream<Uint8Array>;
  /** Gives its room back before the folder goes. */
  remove(name: string): Promise<void>;
};
