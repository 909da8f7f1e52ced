import { omitUndefined } from "../plain-values.ts";
import type { Command } from "../players/command.ts";
import { expectedForMs } from "../players/expectation.ts";
import type { Attribution } from "./action.ts";
import { type RememberedOrder, remember, type Thought } from "./action-memory.ts";

/** A command acts within a fraction of a second of its confirmation; one that starts a card fetches it first. */
const actsWithinMs = 3_000;
/** So long an order may be late and still be ours rather than a stranger's. */
export const rememberOrdersMs = 120_000;
/** A stranger's command is confirmed just before, or just after, its effect shows. */
const foreignWithinMs = 2_500;
/** Our own requests are confirmed at least so often. */
const confirmsWithinMs = 300_000;

/**
 * The order of ours that explains something at `atMs`, which is then spent. High only when the player has confirmed the very
 * order: one that got lost on the way must not take the blame for the child's hand.
 */
export function byOrder(
  thought: Thought,
  atMs: number,
  explains: (command: Command) => boolean,
  options: { readonly keep?: boolean; readonly late?: boolean } = {},
): Attribution | undefined {
  const withinMs = options.late === true ? rememberOrdersMs / 2 : expectedForMs;
  const found = thought.memory.orders.find(
    (each) => !each.spent && atMs - each.sentAtMs < withinMs && explains(each.order.command),
  );
  if (found === undefined) return undefined;
  const confidence = confidenceIn(found, atMs, options.late === true);
  if (confidence === undefined) return undefined;
  if (options.keep !== true)
    remember(thought, {
      orders: thought.memory.orders.map((each) => (each === found ? { ...each, spent: true } : each)),
    });
  return { cause: "us", confidence, orderId: found.order.id };
}

function confidenceIn(order: RememberedOrder, atMs: number, late: boolean): "high" | "medium" | undefined {
  const { sentAtMs, ackedAtMs, order: sent } = order;
  const slow = late || sent.command.do === "play-card";
  if (ackedAtMs === undefined) return slow || atMs - sentAtMs < actsWithinMs ? "medium" : undefined;
  if (slow) return atMs - sentAtMs < expectedForMs ? "high" : "medium";
  return atMs - ackedAtMs < actsWithinMs ? "high" : undefined;
}

/** Whether somebody else's command of this kind was confirmed around `atMs`. */
export function byApp(thought: Thought, atMs: number, ...about: readonly string[]): Attribution | undefined {
  const found = thought.memory.foreign.some(
    (each) => about.includes(each.about) && Math.abs(atMs - each.atMs) <= foreignWithinMs,
  );
  return found ? { cause: "app", confidence: "medium" } : undefined;
}

/** Whether a stranger's command would have shown: Yoto lets us hear confirmations, and lately we did. */
export function wouldShow({ memory }: Thought, atMs: number): boolean {
  return memory.confirmedAtMs !== undefined && atMs - memory.confirmedAtMs < confirmsWithinMs;
}

/** Notes the player's confirmation of a command: one of ours, or a stranger's. */
export function noteResponse(
  thought: Thought,
  response: { readonly about: string; readonly ok: boolean; readonly requestBody: string },
  atMs: number,
): void {
  remember(thought, { confirmedAtMs: atMs });
  const mine = thought.memory.orders.find(({ order }) => response.requestBody.includes(order.id));
  if (mine !== undefined) {
    const after = omitUndefined({ ackedAtMs: response.ok ? (mine.ackedAtMs ?? atMs) : undefined });
    remember(thought, {
      orders: thought.memory.orders.map((each) =>
        each === mine ? { ...each, ...after, spent: each.spent || !response.ok } : each,
      ),
    });
    return;
  }
  if (!response.ok || !/^(card|volume)/.test(response.about)) return;
  const about = response.about.startsWith("volume") ? "volume" : response.about;
  const recent = thought.memory.foreign.filter((each) => atMs - each.atMs < 10_000);
  remember(thought, { foreign: [...recent, { about, atMs }] });
}
