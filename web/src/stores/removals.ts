import { signal } from "@preact/signals";
import { ApiFailure } from "../api/api-failure.ts";
import { showToast } from "./toasts.ts";

const undoForMs = 6000;
const waiting = new Map<string, () => void>();

/** Ids of what is about to be removed: lists leave them out, and bring them back on undo. */
export const removing = signal<ReadonlySet<string>>(new Set());

function mark(id: string, is: boolean) {
  const next = new Set(removing.value);
  if (is) next.add(id);
  else next.delete(id);
  removing.value = next;
}

/**
 * Takes something off the screen now and removes it at the server when the time for undo has passed, or when the page is
 * left. `remove` gets `true` when the page is going away, for a request that outlives it.
 */
export function removeWithUndo(
  id: string,
  name: string,
  remove: (leaving: boolean) => Promise<unknown>,
): void {
  mark(id, true);
  const run = async (leaving: boolean) => {
    waiting.delete(id);
    clearTimeout(timer);
    takeToastAway();
    try {
      await remove(leaving);
    } catch (thrown) {
      const { message, hint } = ApiFailure.of(thrown);
      showToast({ tone: "bad", text: `“${name}” was not deleted. ${message} ${hint ?? ""}` }, 9000);
    } finally {
      mark(id, false);
    }
  };
  const timer = setTimeout(() => void run(false), undoForMs);
  waiting.set(id, () => void run(true));
  const takeToastAway = showToast(
    {
      tone: "good",
      text: `“${name}” deleted`,
      action: {
        label: "Undo",
        run: () => {
          clearTimeout(timer);
          waiting.delete(id);
          takeToastAway();
          mark(id, false);
        },
      },
    },
    undoForMs,
  );
}

addEventListener("pagehide", () => {
  for (const run of [...waiting.values()]) run();
});
