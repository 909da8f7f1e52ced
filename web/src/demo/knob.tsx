import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { IconButton } from "../ui/button.tsx";
import type { IconName } from "../ui/icon.tsx";
import "./knob.css";

type KnobProps = {
  /** What it is: "Left knob of Kitchen". */
  label: string;
  /** What a turn to either side does, for the small buttons beside it. */
  turns: {
    readonly back: string;
    readonly on: string;
    readonly backIcon: IconName;
    readonly onIcon: IconName;
  };
  disabled: boolean;
  onTurn: (steps: number) => void;
  onPress: () => void;
};

const degreesPerStep = 30;
const wheelPerStep = 60;
const clickMovesAtMost = 8;

/** A knob to turn (drag around it, wheel, arrow keys, or the buttons below it) and to press (click, Enter, space). */
export function Knob({ label, turns, disabled, onTurn, onPress }: KnobProps) {
  const angle = useSignal(0);
  const drag = useRef<{ last: number; rest: number; moved: number; x: number; y: number }>(undefined);
  const wheel = useRef(0);
  const turn = (steps: number) => {
    if (steps === 0 || disabled) return;
    angle.value += steps * degreesPerStep;
    onTurn(steps);
  };
  const bearing = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const box = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - box.x - box.width / 2, event.clientY - box.y - box.height / 2];
    return (Math.atan2(y, x) * 180) / Math.PI;
  };
  return (
    <div class="knob-place">
      <button
        type="button"
        class="knob"
        aria-label={`${label}. Arrow keys turn it, Enter presses it.`}
        disabled={disabled}
        style={{ "--angle": `${angle.value}deg` }}
        onKeyDown={(event) => {
          const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
          if (steps === undefined) return;
          event.preventDefault();
          turn(steps);
        }}
        onClick={(event) => {
          if (event.detail === 0) onPress(); // from the keyboard; the mouse is told apart from a turn below
        }}
        onWheel={(event) => {
          event.preventDefault();
          wheel.current += event.deltaY;
          const steps = Math.trunc(wheel.current / wheelPerStep);
          wheel.current -= steps * wheelPerStep;
          turn(-steps);
        }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = { last: bearing(event), rest: 0, moved: 0, x: event.clientX, y: event.clientY };
        }}
        onPointerMove={(event) => {
          const held = drag.current;
          if (held === undefined) return;
          held.moved = Math.max(held.moved, Math.hypot(event.clientX - held.x, event.clientY - held.y));
          if (held.moved <= clickMovesAtMost) return;
          const now = bearing(event);
          held.rest += ((now - held.last + 540) % 360) - 180;
          held.last = now;
          const steps = Math.trunc(held.rest / degreesPerStep);
          held.rest -= steps * degreesPerStep;
          turn(steps);
        }}
        onPointerUp={() => {
          const held = drag.current;
          drag.current = undefined;
          if (held !== undefined && held.moved <= clickMovesAtMost) onPress();
        }}
        onPointerCancel={() => {
          drag.current = undefined;
        }}
      >
        <span class="knob-cap" aria-hidden="true" />
      </button>
      <div class="knob-turns">
        <IconButton icon={turns.backIcon} label={turns.back} disabled={disabled} onClick={() => turn(-1)} />
        <IconButton icon={turns.onIcon} label={turns.on} disabled={disabled} onClick={() => turn(1)} />
      </div>
    </div>
  );
}
