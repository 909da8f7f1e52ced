import type { AudioId } from "../ids.ts";
import type { Progress } from "./listening.ts";

/** The piece after the one given last, wherever that stands today; where it is gone, the one that took its place. */
export function nextIn(
  order: (round: number) => readonly AudioId[],
  loop: boolean,
  before: Progress | undefined,
  missing: ReadonlySet<AudioId> = new Set(),
): Progress | undefined {
  let round = before?.round ?? 0;
  let list = order(round);
  if (list.every((id) => missing.has(id))) return undefined;
  let index = before === undefined ? 0 : afterLast(list, before);
  // At most once through all, and once more from the beginning.
  for (let steps = 0; steps <= 2 * list.length; steps++) {
    if (index >= list.length) {
      if (!loop) {
        const at = list.findLastIndex((id) => !missing.has(id));
        const last = list[at];
        return last === undefined ? undefined : { last, index: at, round };
      }
      round += 1;
      list = order(round);
      index = 0;
    }
    const id = list[index];
    if (id !== undefined && !missing.has(id)) return { last: id, index, round };
    index += 1;
  }
  return undefined;
}

function afterLast(list: readonly AudioId[], before: Progress): number {
  // A piece may stand in the list several times: where it stood then is the better guess.
  if (list[before.index] === before.last) return before.index + 1;
  const at = list.indexOf(before.last);
  return at < 0 ? Math.min(before.index, list.length) : at + 1;
}
