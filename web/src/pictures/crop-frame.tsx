import { useRef } from "preact/hooks";
import { Slider } from "../ui/slider.tsx";
import { cropOf, pulled, type View } from "./crop.ts";
import type { OpenPicture } from "./open-picture.ts";
import "./crop-frame.css";

type Props = {
  picture: OpenPicture;
  /** Proportions of the frame. */
  frame: { readonly width: number; readonly height: number };
  view: View;
  onChange: (view: View) => void;
};

const nearest = 5;
const keyStep = 0.05;

/** A picture behind a frame: pulled with a finger, the mouse or the arrow keys, brought nearer with the slider. */
export function CropFrame({ picture, frame, view, onChange }: Props) {
  const from = useRef<{ x: number; y: number; view: View } | undefined>(undefined);
  const crop = cropOf(picture, frame, view);
  const percent = (value: number) => `${value * 100}%`;
  const pull = (right: number, down: number, base = view) =>
    onChange(pulled(base, cropOf(picture, frame, base), right, down));
  const steps: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [-keyStep, 0],
    ArrowRight: [keyStep, 0],
    ArrowUp: [0, -keyStep],
    ArrowDown: [0, keyStep],
  };
  return (
    <div class="stack-close">
      {/* biome-ignore lint/a11y/useSemanticElements: no element is a thing to pull in two directions */}
      <div
        class="crop-frame"
        role="group"
        aria-label="The part of the picture that is taken; move it with the arrow keys"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved with the arrow keys
        tabIndex={0}
        style={{ "--proportions": frame.width / frame.height }}
        onKeyDown={(event) => {
          const step = steps[event.key];
          if (step === undefined) return;
          event.preventDefault();
          pull(...step);
        }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          from.current = { x: event.clientX, y: event.clientY, view };
        }}
        onPointerMove={(event) => {
          if (from.current === undefined) return;
          const { width, height } = event.currentTarget.getBoundingClientRect();
          const [right, down] = [event.clientX - from.current.x, event.clientY - from.current.y];
          pull(right / width, down / height, from.current.view);
        }}
        onPointerUp={() => {
          from.current = undefined;
        }}
        onPointerCancel={() => {
          from.current = undefined;
        }}
      >
        <img
          src={picture.url}
          alt=""
          draggable={false}
          style={{
            width: percent(1 / crop.width),
            height: percent(1 / crop.height),
            left: percent(-crop.x / crop.width),
            top: percent(-crop.y / crop.height),
          }}
        />
      </div>
      <Slider
        label="How near"
        valueText={`${view.zoom.toFixed(1)} times`}
        value={view.zoom - 1}
        max={nearest - 1}
        step={0.05}
        onMove={(value) => onChange({ ...view, zoom: value + 1 })}
        onSet={(value) => onChange({ ...view, zoom: value + 1 })}
      />
    </div>
  );
}
