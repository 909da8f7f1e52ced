import { signal } from "@preact/signals";
import { ApiFailure } from "../api/api-failure.ts";

/** A short word at the edge of the screen that goes by itself. */
export type Toast = {
  readonly id: number;
  readonly text: string;
  readonly tone: "good" | "bad";
  readonly action?: { readonly label: string; readonly run: () => void };
};

let count = 0;

/** Those that are to be seen now, oldest first. */
export const toasts = signal<readonly Toast[]>([]);

/** Shows a toast for `stayMs`; answers a function that takes it away at once. */
export function showToast(toast: Omit<Toast, "id">, stayMs = 6000): () => void {
  const id = ++count;
  const away = () => {
    toasts.value = toasts.value.filter((each) => each.id !== id);
  };
  toasts.value = [...toasts.value.slice(-2), { ...toast, id }];
  setTimeout(away, stayMs);
  return away;
}

/** Says at the edge of the screen why something was not done. */
export function showFailure(thrown: unknown): void {
  showToast({ tone: "bad", text: ApiFailure.of(thrown).message });
}
