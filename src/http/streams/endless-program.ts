import type { EndlessPiece, EndlessPlan } from "./endless.ts";

/** A place in a program: a piece by its number, and a byte of it. */
export type LivePlace = { readonly index: number; readonly byte: number };

type Placed = EndlessPiece & { /** The second of the program at which it begins. */ readonly start: number };

/** What one listener hears without an end, as far as it was chosen; its connections read along it, each at its own place. */
export type Program = {
  readonly startedAtMs: number;
  /** The number of the oldest piece that is still known. */
  readonly firstIndex: number;
  readonly known: readonly Placed[];
  /** The piece with this number, chosen now if it is the next one; `undefined`: there is none any more. */
  piece(index: number): Promise<Placed | undefined>;
  readonly sentSeconds: number;
  sentUpTo(second: number): void;
  connections: number;
  /** Since when nobody is connected. */
  idleSinceMs: number | undefined;
};

/** A broken connection goes back a few pieces at most. */
const mostKnown = 4;

/** A program that begins now. */
export function programOf(plan: EndlessPlan, startedAtMs: number): Program {
  const known: Placed[] = [{ ...plan.first, start: 0 }];
  let firstIndex = 0;
  let sent = 0;
  let coming: Promise<void> | undefined;

  async function choose() {
    const before = known.at(-1);
    const piece = before === undefined || before.isLast ? undefined : await plan.next();
    if (before === undefined || piece === undefined) return;
    known.push({ ...piece, start: before.start + before.seconds });
    if (known.length > mostKnown) {
      known.shift();
      firstIndex += 1;
    }
  }

  return {
    startedAtMs,
    get firstIndex() {
      return firstIndex;
    },
    known,
    async piece(index) {
      if (index === firstIndex + known.length) {
        coming ??= choose().finally(() => {
          coming = undefined;
        });
        await coming;
      }
      return known[index - firstIndex];
    },
    get sentSeconds() {
      return sent;
    },
    sentUpTo: (second) => {
      sent = Math.max(sent, second);
    },
    connections: 0,
    idleSinceMs: undefined,
  };
}

/** Where this second of a program is, at the beginning of a frame; `undefined` where it is not known any more. */
export function livePlaceAt(
  program: Pick<Program, "known" | "firstIndex">,
  second: number,
): LivePlace | undefined {
  const at = program.known.findIndex(({ start, seconds }) => second >= start && second < start + seconds);
  const piece = program.known[at];
  if (piece === undefined) return undefined;
  return { index: program.firstIndex + at, byte: piece.byteAt(second - piece.start) };
}
