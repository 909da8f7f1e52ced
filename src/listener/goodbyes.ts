import type { PlayerMessage } from "../domain/players/player-message.ts";
import type { Agenda } from "./agenda.ts";

/** How long a player must be gone before we say so: Wi-Fi comes and goes. */
const presenceDebounceMs = 10_000;
/** Players answer a request in less than half a second; this leaves room for a slow line. */
const answerWithinMs = 3_000;
/** What the broker kept for us (presence) comes within this time after subscribing, and is not news. */
const retainedWithinMs = 2_000;

type Deps = {
  readonly agenda: Agenda;
  readonly ask: (what: "everything") => void;
  readonly isOnline: () => boolean;
  /** It goes because we told it to. */
  readonly isOrdered: () => boolean;
  /** When it was last heard, apart from its presence. */
  readonly heardMs: () => number;
  readonly believe: (farewell: PlayerMessage) => void;
};

/** When a player that says good-bye is believed to be gone. */
export type Goodbyes = {
  /** From now on its topics are heard. */
  subscribed(): void;
  /** Holds an offline presence back until it has lasted; an online one calls it off, anything else casts doubt on it. */
  holdsBack(message: PlayerMessage): boolean;
};

/** Judges the good-byes of one player. */
export function createGoodbyes({ agenda, ask, isOnline, isOrdered, heardMs, believe }: Deps): Goodbyes {
  let subscribedAtMs = Number.NEGATIVE_INFINITY;
  let farewell: PlayerMessage | undefined;
  let goodbye: { readonly doubted: boolean; callOff(): void } | undefined;

  /** Something came after the good-bye: perhaps late, perhaps a sign of life. Asks once more, and believes the silence. */
  const doubtGoodbye = (farewell: PlayerMessage) => {
    const asking = agenda.after(presenceDebounceMs, () => {
      const askedAtMs = agenda.nowMs();
      ask("everything");
      const waiting = agenda.after(answerWithinMs, () => {
        goodbye = undefined;
        if (heardMs() < askedAtMs) believe(farewell);
      });
      goodbye = { doubted: true, callOff: waiting };
    });
    goodbye = { doubted: true, callOff: asking };
  };

  const holdsBack = (message: PlayerMessage): boolean => {
    const goes = message.kind === "presence" && !message.online;
    const nowMs = agenda.nowMs();
    if (goes && !isOrdered() && isOnline() && nowMs - subscribedAtMs > retainedWithinMs) {
      farewell = message;
      goodbye ??= {
        doubted: false,
        callOff: agenda.after(presenceDebounceMs, () => {
          goodbye = undefined;
          believe(message);
        }),
      };
      return true;
    }
    if (goes || goodbye === undefined || farewell === undefined) return false;
    const isBack = message.kind === "presence";
    if (isBack || !goodbye.doubted) {
      goodbye.callOff();
      goodbye = undefined;
      // It may have restarted, and has forgotten then that somebody wants its reports.
      ask("everything");
      if (!isBack) doubtGoodbye(farewell);
    }
    return false;
  };

  return {
    subscribed() {
      subscribedAtMs = agenda.nowMs();
    },
    holdsBack,
  };
}
