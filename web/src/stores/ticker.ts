import { signal } from "@preact/signals";
import { serverNowMs } from "../api/server-clock.ts";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
let timer: ReturnType<typeof setInterval> | undefined;

/** The server's time, moving a few times a second while somebody looks at it and the page is seen. */
export const tickingNowMs = signal(serverNowMs(), {
  watched() {
    start();
    document.addEventListener("visibilitychange", start);
  },
  unwatched() {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", start);
  },
});

function start() {
  clearInterval(timer);
  if (document.hidden) return;
  const tick = () => {
    tickingNowMs.value = serverNowMs();
  };
  tick();
  timer = setInterval(tick, calm.matches ? 1000 : 200);
}
