import { signal } from "@preact/signals";
import { showToast } from "../stores/toasts.ts";
import { type PretendBox, readPretendBox } from "./pretend-box.ts";

const lookAgainMs = 400;

/** The pretend players as they stand in the room; `undefined` until the pretend Yoto answered. */
export const boxes = signal<readonly PretendBox[] | undefined>(undefined);
/** The pretend Yoto does not answer. */
export const pretendIsAway = signal(false);

/** Looks at the pretend players again and again while the page is seen, until the returned function is called. */
export function watchPretendYoto(pretendUrl: string): () => void {
  const stop = new AbortController();
  const watch = async () => {
    while (!stop.signal.aborted) {
      if (!document.hidden) await look(pretendUrl);
      await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
    }
  };
  void watch();
  return () => stop.abort();
}

async function look(pretendUrl: string) {
  try {
    const response = await fetch(`${pretendUrl}/_pretend/players`, { signal: AbortSignal.timeout(5000) });
    const told: unknown = await response.json();
    const list = Array.isArray(told) ? told : listIn(told);
    boxes.value = list.map(readPretendBox).filter((box) => box !== undefined);
    pretendIsAway.value = false;
  } catch {
    pretendIsAway.value = true;
  }
}

function listIn(told: unknown): readonly unknown[] {
  const list: unknown = typeof told === "object" && told !== null ? Reflect.get(told, "players") : undefined;
  return Array.isArray(list) ? list : [];
}

/** Does something to a pretend player, as a child would; what makes no sense is told by the box itself. */
export async function act(
  pretendUrl: string,
  playerId: string,
  action: string,
  input: object = {},
): Promise<void> {
  try {
    const response = await fetch(`${pretendUrl}/_pretend/players/${encodeURIComponent(playerId)}/${action}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(input),
    });
    if (!response.ok) showToast({ tone: "bad", text: await whyNot(response) }, 4000);
  } catch {
    pretendIsAway.value = true;
  }
  await look(pretendUrl);
}

async function whyNot(response: Response): Promise<string> {
  const told: unknown = await response.json().catch(() => undefined);
  const error: unknown = typeof told === "object" && told !== null ? Reflect.get(told, "error") : undefined;
  const inside: unknown = typeof error === "object" && error !== null ? Reflect.get(error, "message") : error;
  return typeof inside === "string" ? inside : "The pretend player did not do that.";
}
