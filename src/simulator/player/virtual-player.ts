import type { ControlledPlayer } from "../device-wire.ts";
import type { Heard } from "./heard.ts";
import type { PlayerSnapshot } from "./snapshot.ts";

/** What hands, cables and walls can do to a player. Nothing here waits: watch `state()` or `onChange`. */
export type PlayerControls = {
  insertCard(cardId: string): void;
  removeCard(): void;
  /** The left knob; one step every 200 ms. */
  turnVolume(steps: number): void;
  /** The right knob. */
  turnSkip(direction: "next" | "previous"): void;
  pressLeft(): void;
  pressRight(times?: number): void;
  /** Leaves the loudspeaker mode of Bluetooth. */
  holdLeft(): void;
  /** Short: on; pause and go on where the settings say so; else off. */
  pressPower(): void;
  /** Long: off, or on. */
  holdPower(): void;
  plugCharger(): void;
  unplugCharger(): void;
  setBattery(percent: number): void;
  plugHeadphones(plugged: boolean): void;
  loseWifi(): void;
  findWifi(): void;
  setClockWrongBy(seconds: number): void;
};

/** A pretend Yoto player: real sockets, real audio frames, the wire language of the real one. */
export type VirtualPlayer = AsyncDisposable &
  Omit<ControlledPlayer, "state"> &
  PlayerControls & {
    state(): PlayerSnapshot;
    /** What came out of the loudspeaker, oldest first, one entry for each time a track began. */
    readonly heard: readonly Heard[];
    /** Calls `listener` after everything that happens to the player, until the returned function is called. */
    onChange(listener: (state: PlayerSnapshot) => void): () => void;
    /** Settles when `condition` holds: now, or after something happened. */
    until(condition: (state: PlayerSnapshot) => boolean): Promise<PlayerSnapshot>;
  };
