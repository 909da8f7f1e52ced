import type { PlayerMessage } from "../domain/players/player-message.ts";
import type { Agenda } from "./agenda.ts";

/** How long a player must be gone before we say so: Wi-Fi comes and goes. */
const presenceDebounceMs = 10_000;
/** Players answer a request in less than half a second; this leaves room for a slow line. */
const answerWithinMs = 3_000;
/** What the broker kept for us (presence) comes within this time after subscribing, and is not news. */
const retainedWithinMs = 2_000;

/** Who says good-bye. */
export type Farer = {
  ask(what: "everything"): void;
  isOnline(): boolean;
  /** It goes because we told it to. */
  isOrderedOff(): boolean;
  /** When it was last heard, apart from its presence. */
  heardMs(kind: "any"): number;
  believe(farewell: PlayerMessage): void;
};

type Deps = { readonly agenda: Agenda; readonly player: Farer };

/** When a player that says good-bye is believed to be gone. */
export type Goodbyes = {
  /** From now on its topics are heard. */
  subscribed(): void;
  /** Holds an offline presence back until it has lasted; an online one calls it off, anything else casts doubt on it. */
  holdsBack(message: PlayerMessage): boolean;
};

/** Judges the good-byes of one player. */
export function createGoodbyes(deps: Deps): Goodbyes {
  return new OnePlayersGoodbyes(deps);
}

class OnePlayersGoodbyes implements Goodbyes {
  readonly #deps: Deps;
  #subscribedAtMs = Number.NEGATIVE_INFINITY;
  #farewell: PlayerMessage | undefined;
  #goodbye: { readonly doubted: boolean; callOff(): void } | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  subscribed(): void {
    this.#subscribedAtMs = this.#deps.agenda.nowMs();
  }

  holdsBack(message: PlayerMessage): boolean {
    const goes = message.kind === "presence" && !message.online;
    if (goes && this.#isNews()) {
      this.#farewell = message;
      this.#goodbye ??= { doubted: false, callOff: this.#believeLater(message) };
      return true;
    }
    const [goodbye, farewell] = [this.#goodbye, this.#farewell];
    if (goes || goodbye === undefined || farewell === undefined) return false;
    const isBack = message.kind === "presence";
    if (isBack || !goodbye.doubted) {
      goodbye.callOff();
      this.#goodbye = undefined;
      // It may have restarted, and has forgotten then that somebody wants its reports.
      this.#deps.player.ask("everything");
      if (!isBack) this.#doubt(farewell);
    }
    return false;
  }

  #isNews(): boolean {
    const { agenda, player } = this.#deps;
    return (
      !player.isOrderedOff() && player.isOnline() && agenda.nowMs() - this.#subscribedAtMs > retainedWithinMs
    );
  }

  #believeLater(farewell: PlayerMessage): () => void {
    return this.#deps.agenda.after(presenceDebounceMs, () => {
      this.#goodbye = undefined;
      this.#deps.player.believe(farewell);
    });
  }

  /** Something came after the good-bye: perhaps late, perhaps a sign of life. Asks once more, and believes the silence. */
  #doubt(farewell: PlayerMessage): void {
    const { agenda, player } = this.#deps;
    const asking = agenda.after(presenceDebounceMs, () => {
      const askedAtMs = agenda.nowMs();
      player.ask("everything");
      const waiting = agenda.after(answerWithinMs, () => {
        this.#goodbye = undefined;
        if (player.heardMs("any") < askedAtMs) player.believe(farewell);
      });
      this.#goodbye = { doubted: true, callOff: waiting };
    });
    this.#goodbye = { doubted: true, callOff: asking };
  }
}
