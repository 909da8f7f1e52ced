import { useRef, useState } from "preact/hooks";

/**
 * A field's value, over which lies what a hand has put there until it lets go: whatever comes from the server meanwhile waits.
 * `onSet` is told once; of a slider that was brought back to where it began the browser itself says nothing.
 */
export function useHeld<Value>(value: Value, onSet: (value: Value) => void) {
  const [held, setHeld] = useState<{ readonly value: Value }>();
  // What was held in this turn of the browser, which no picture shows yet.
  const now = useRef(held);
  const become = (next: typeof held) => {
    now.current = next;
    setHeld(next);
  };
  return {
    shown: held === undefined ? value : held.value,
    hold: (taken: Value) => become({ value: taken }),
    letGo: () => {
      const last = now.current;
      if (last === undefined) return;
      become(undefined);
      onSet(last.value);
    },
  };
}
