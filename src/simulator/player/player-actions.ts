import { z } from "zod";
import type { PlayerControls } from "./virtual-player.ts";

type Action = {
  readonly input: z.ZodType;
  readonly run: (controls: PlayerControls, input: unknown) => unknown;
};

function action<Given>(
  input: z.ZodType<Given>,
  run: (controls: PlayerControls, given: Given) => unknown,
): Action {
  return { input, run: (controls, given) => run(controls, input.parse(given)) };
}

const none = z.looseObject({});
const yes = z.boolean().default(true);

/** What a person can do to a player, by name, with the JSON each takes; `POST /_pretend/players/{id}/{action}` runs it. */
export const playerActions = {
  insert: action(z.looseObject({ cardId: z.string().min(1) }), (player, { cardId }) =>
    player.insertCard(cardId),
  ),
  remove: action(none, (player) => player.removeCard()),
  "turn-volume": action(
    z.looseObject({ steps: z.coerce.number().int().min(-16).max(16) }),
    (player, { steps }) => player.turnVolume(steps),
  ),
  "turn-skip": action(z.looseObject({ direction: z.enum(["next", "previous"]) }), (player, { direction }) =>
    player.turnSkip(direction),
  ),
  next: action(none, (player) => player.turnSkip("next")),
  previous: action(none, (player) => player.turnSkip("previous")),
  "press-left": action(none, (player) => player.pressLeft()),
  "press-right": action(
    z.looseObject({ times: z.coerce.number().int().min(1).max(5).default(1) }),
    (player, { times }) => player.pressRight(times),
  ),
  "hold-left": action(none, (player) => player.holdLeft()),
  power: action(z.looseObject({ hold: z.boolean().default(false) }), (player, { hold }) =>
    hold ? player.holdPower() : player.pressPower(),
  ),
  charger: action(z.looseObject({ plugged: yes }), (player, { plugged }) =>
    plugged ? player.plugCharger() : player.unplugCharger(),
  ),
  battery: action(z.looseObject({ percent: z.coerce.number().min(0).max(100) }), (player, { percent }) =>
    player.setBattery(percent),
  ),
  headphones: action(z.looseObject({ plugged: yes }), (player, { plugged }) =>
    player.plugHeadphones(plugged),
  ),
  wifi: action(z.looseObject({ on: z.boolean() }), (player, { on }) =>
    on ? player.findWifi() : player.loseWifi(),
  ),
  clock: action(z.looseObject({ wrongBySeconds: z.coerce.number() }), (player, { wrongBySeconds }) =>
    player.setClockWrongBy(wrongBySeconds),
  ),
} satisfies Record<string, Action>;

/** Runs one of `playerActions`; throws an `Error` that says what would be right. */
export function runAction(controls: PlayerControls, name: string, input: unknown): unknown {
  const known: Readonly<Record<string, Action>> = playerActions;
  const found = Object.hasOwn(known, name) ? known[name] : undefined;
  if (found === undefined)
    throw new Error(`There is no action "${name}"; there are ${Object.keys(playerActions).join(", ")}.`);
  const parsed = found.input.safeParse(input);
  if (!parsed.success) throw new Error(`"${name}" wants other input:\n${z.prettifyError(parsed.error)}`);
  return found.run(controls, input);
}
