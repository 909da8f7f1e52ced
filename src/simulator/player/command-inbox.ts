import type { PretendChance } from "../chance.ts";
import type { PretendClock, Timer } from "../clock.ts";
import { type ReadCommand, readCommand } from "./player-command.ts";

/** Where commands come in: they act a little later, in the order they came, and some replies get lost. */
export type CommandInbox = {
  /** `name` is the topic after `device/<id>/command/`. */
  take(name: string, payload: Uint8Array): void;
  close(): void;
};

type Deps = {
  readonly clock: PretendClock;
  readonly chance: PretendChance;
  readonly reactionMs: readonly [number, number];
  /** How often the second of two status requests within 0.4 s stays without an answer, 0 to 1. */
  readonly lostStatusReplies: number;
  readonly onCommand: (read: ReadCommand) => void;
  readonly onLost: () => void;
};

const collisionMs = 400;

export function createCommandInbox(deps: Deps): CommandInbox {
  const { clock, chance, reactionMs, lostStatusReplies, onCommand, onLost } = deps;
  const pending = new Set<Timer>();
  let lastDueMs = 0;
  let lastStatusMs = Number.NEGATIVE_INFINITY;

  return {
    take: (name, payload) => {
      const read = readCommand(name, payload);
      const nowMs = clock.nowMs();
      const asksStatus = read.command?.do === "small-status" || read.command?.do === "full-status";
      const collides = asksStatus && nowMs - lastStatusMs < collisionMs;
      if (asksStatus) lastStatusMs = nowMs;
      const isLost = collides && chance.fraction() < lostStatusReplies;
      lastDueMs = Math.max(lastDueMs, nowMs + chance.between(...reactionMs));
      const timer = clock.after(lastDueMs - nowMs, () => {
        pending.delete(timer);
        if (isLost) onLost();
        else onCommand(read);
      });
      pending.add(timer);
    },
    close: () => {
      for (const timer of pending) timer.cancel();
    },
  };
}
