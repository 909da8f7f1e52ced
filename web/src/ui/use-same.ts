import { useMemo } from "preact/hooks";

/** The same object as before, as long as a new one says nothing else: what hangs on it need not be done anew. For plain data. */
export function useSame<Value>(value: Value): Value {
  return useMemo(() => value, [JSON.stringify(value)]);
}
