import { signal } from "@preact/signals";
import { showToast } from "../stores/toasts.ts";
import { type PretendBox, readPretendBox } from "./pretend-box.ts";

/** Volume and place move without a word in the journal, so there is a look now and then as well. */
const lookAgainMs = 700;
const nudgeRestMs = 40;

/** The pretend players as they stand in the room; `undefined` until the pretend Yoto answered. */
export const boxes = signal<readonly PretendBox[] | undefined>(undefined);
/** The pretend Yoto does not answer. */
export const pretendIsAway = signal(false);

/** Looks at the pretend players while the page is seen, at once when one did something, until the returned function is called. */
export function watchPretendYoto(pretendUrl: string): () => void {
  let nudged: ReturnType<typeof setTimeout> | undefined;
  const lookIfSeen = () => {
    if (!document.hidden) void look(pretendUrl);
  };
  // Only what comes from now on: no entry has such a number yet.
  const journal = new EventSource(`${pretendUrl}/_pretend/journal/stream?since=${Number.MAX_SAFE_INTEGER}`);
  journal.onmessage = () => {
    nudged ??= setTimeout(() => {
      nudged = undefined;
      lookIfSeen();
    }, nudgeRestMs);
  };
  const timer = setInterval(lookIfSeen, lookAgainMs);
  lookIfSeen();
  return () => {
    journal.close();
    clearInterval(timer);
    clearTimeout(nudged);
  };
}

/** Does something to a pretend player, as a child would; says why when the box does not do it. */
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
    const answer: unknown = await response.json();
    const after = readPretendBox(fieldOf(answer, "player"));
    if (!response.ok) showToast({ tone: "bad", text: whyNot(answer) }, 4000);
    else if (after !== undefined)
      boxes.value = boxes.value?.map((each) => (each.id === after.id ? after : each));
  } catch {
    pretendIsAway.value = true;
  }
}

async function look(pretendUrl: string) {
  try {
    const response = await fetch(`${pretendUrl}/_pretend/players`, { signal: AbortSignal.timeout(5000) });
    const list = fieldOf(await response.json(), "players");
    boxes.value = (Array.isArray(list) ? list : []).map(readPretendBox).filter((box) => box !== undefined);
    pretendIsAway.value = false;
  } catch {
    pretendIsAway.value = true;
  }
}

function whyNot(answer: unknown): string {
  const error = fieldOf(answer, "error");
  const message = fieldOf(error, "message") ?? fieldOf(error, "details") ?? error;
  return typeof message === "string" ? message : "The pretend player did not do that.";
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
