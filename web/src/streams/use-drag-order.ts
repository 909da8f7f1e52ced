import { useState } from "preact/hooks";

/**
 * Puts the rows of a list into another order with a finger or a mouse: take a row by its handle and pull it over another. Rows
 * carry `data-place`; the handle takes what this returns. Keys have buttons of their own.
 */
export function useDragOrder(move: (from: number, to: number) => void) {
  const [dragged, setDragged] = useState<number>();
  const end = () => setDragged(undefined);
  return {
    dragged,
    handle: (place: number) => ({
      onPointerDown: (event: PointerEvent) => {
        if (event.button !== 0 || !(event.currentTarget instanceof HTMLElement)) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDragged(place);
      },
      onPointerMove: (event: PointerEvent) => {
        if (dragged === undefined) return;
        const row = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-place]");
        const list = event.currentTarget instanceof HTMLElement && event.currentTarget.closest("ol");
        if (!(row instanceof HTMLElement) || !list || row.parentElement !== list) return;
        const over = Number(row.dataset["place"]);
        if (over === dragged) return;
        move(dragged, over);
        setDragged(over);
      },
      onPointerUp: end,
      onPointerCancel: end,
    }),
  };
}
