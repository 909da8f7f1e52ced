import { useEffect, useState } from "preact/hooks";
import { liveState } from "../api/live.ts";
import "./connection-line.css";

const patienceMs = 1500;

/** Says that what is on the screen may be old, once that has lasted a moment. */
export function ConnectionLine() {
  const away = liveState.value === "reconnecting" || liveState.value === "connecting";
  const [lasted, setLasted] = useState(false);
  useEffect(() => {
    if (!away) {
      setLasted(false);
      return;
    }
    const timer = setTimeout(() => setLasted(true), patienceMs);
    return () => clearTimeout(timer);
  }, [away]);
  return (
    <div class="connection-place" role="status">
      {away && lasted && (
        <p class="connection-line">
          <span class="spinner" aria-hidden="true" /> Reconnecting to your server … what you see may be old.
        </p>
      )}
    </div>
  );
}
