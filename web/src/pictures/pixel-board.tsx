import { useEffect, useRef } from "preact/hooks";
import { dark } from "./paints.ts";

const side = 16;

type Props = { colour: string; onDrawn: (board: HTMLCanvasElement) => void };

/** Sixteen by sixteen dots to paint with a finger. The arrow keys move a brush, the space bar paints. */
export function PixelBoard({ colour, onDrawn }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const brush = useRef({ x: 7, y: 7 });
  const painting = useRef(false);
  useEffect(() => {
    if (canvas.current !== null) canvas.current.width = canvas.current.height = side;
  }, []);
  const paint = (x: number, y: number) => {
    const context = canvas.current?.getContext("2d");
    if (!context || canvas.current === null) return;
    if (colour === dark) context.clearRect(x, y, 1, 1);
    else {
      context.fillStyle = colour;
      context.fillRect(x, y, 1, 1);
    }
    onDrawn(canvas.current);
  };
  const paintAt = (event: PointerEvent) => {
    const box = canvas.current?.getBoundingClientRect();
    if (box === undefined) return;
    const place = (at: number, from: number, size: number) => Math.floor(((at - from) / size) * side);
    paint(place(event.clientX, box.left, box.width), place(event.clientY, box.top, box.height));
  };
  return (
    <canvas
      ref={canvas}
      class="pixel-board"
      role="img"
      aria-label="A board of 16 by 16 dots; move the brush with the arrow keys, paint with the space bar"
      tabIndex={0}
      onPointerDown={(event) => {
        painting.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
        paintAt(event);
      }}
      onPointerMove={(event) => {
        if (painting.current) paintAt(event);
      }}
      onPointerUp={() => {
        painting.current = false;
      }}
      onPointerCancel={() => {
        painting.current = false;
      }}
      onKeyDown={(event) => {
        const { x, y } = brush.current;
        const moved = {
          ArrowLeft: { x: x - 1, y },
          ArrowRight: { x: x + 1, y },
          ArrowUp: { x, y: y - 1 },
          ArrowDown: { x, y: y + 1 },
        }[event.key];
        if (moved !== undefined) brush.current = { x: (moved.x + side) % side, y: (moved.y + side) % side };
        else if (event.key === " ") paint(x, y);
        else return;
        event.preventDefault();
      }}
    />
  );
}
