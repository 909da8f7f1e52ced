import { toasts } from "../stores/toasts.ts";
import { Icon } from "./icon.tsx";
import "./toasts.css";

/** The place where short words appear; read out as they come. */
export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((toast) => (
        <div key={toast.id} class={`toast toast-${toast.tone}`}>
          <Icon name={toast.tone === "good" ? "check" : "warning"} />
          <p>{toast.text}</p>
          {toast.action && (
            <button type="button" class="toast-action" onClick={toast.action.run}>
              {toast.action.label}
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
