import type { Colour } from "./draw-icon.ts";
import { iconSide } from "./icon-of.ts";
import { drawLetters, fillBox, tallLetters } from "./pixel-letters.ts";
import { emptyPixels, type Pixels } from "./pixels.ts";

/** What a drawn cover shows. */
export type CoverTemplate = {
  readonly title: string;
  /** Small, below the title. */
  readonly author?: string;
  /** 16 × 16 dots, shown large. */
  readonly icon?: Pixels;
};

type Palette = {
  readonly sky: Colour;
  readonly low: Colour;
  readonly orb: Colour;
  readonly hills: readonly Colour[];
};

const palettes: readonly Palette[] = [
  {
    sky: [28, 26, 84],
    low: [92, 84, 176],
    orb: [255, 214, 110],
    hills: [
      [62, 58, 132],
      [42, 39, 98],
      [24, 22, 64],
    ],
  },
  {
    sky: [16, 42, 66],
    low: [66, 140, 168],
    orb: [214, 240, 255],
    hills: [
      [38, 92, 120],
      [26, 70, 96],
      [12, 40, 58],
    ],
  },
  {
    sky: [74, 30, 84],
    low: [222, 120, 110],
    orb: [255, 226, 160],
    hills: [
      [132, 56, 104],
      [94, 40, 84],
      [52, 24, 58],
    ],
  },
  {
    sky: [22, 66, 62],
    low: [132, 190, 130],
    orb: [250, 240, 170],
    hills: [
      [54, 122, 84],
      [36, 92, 66],
      [18, 54, 42],
    ],
  },
  {
    sky: [112, 44, 38],
    low: [240, 160, 84],
    orb: [255, 242, 190],
    hills: [
      [164, 82, 44],
      [118, 56, 36],
      [68, 32, 26],
    ],
  },
  {
    sky: [30, 36, 74],
    low: [150, 96, 170],
    orb: [255, 170, 150],
    hills: [
      [84, 62, 128],
      [56, 46, 98],
      [30, 26, 60],
    ],
  },
];

/** A large dot of the landscape, as a share of the cover's width. */
const dotsAcross = 58;
const paper: Colour = [255, 250, 238];

/** A cover with a title: a landscape of large dots, always the same for the same words, the icon above it as a lamp. */
export function drawCover(
  size: { readonly width: number; readonly height: number },
  template: CoverTemplate,
): Pixels {
  const pixels = emptyPixels(size.width, size.height);
  const chance = chanceOf(template.title.trim().toLowerCase());
  const palette = palettes[Math.floor(chance() * palettes.length)] ?? palettes[0];
  if (palette === undefined) return pixels;
  const dot = Math.max(1, Math.round(size.width / dotsAcross));
  drawSky(pixels, palette, dot, chance);
  drawHills(pixels, palette, dot, chance);
  if (template.icon !== undefined) drawLarge(pixels, template.icon);
  drawTitle(pixels, template);
  return pixels;
}

function drawSky(pixels: Pixels, { sky, low, orb }: Palette, dot: number, chance: () => number): void {
  const horizon = pixels.height * 0.7;
  for (let y = 0; y < pixels.height; y += dot) {
    // Steps instead of a smooth run: it is made of dots.
    const share = Math.min(1, Math.round((y / horizon) * 9) / 9);
    fillBox(pixels, { x: 0, y, width: pixels.width, height: dot }, mixed(sky, low, share));
  }
  const onGrid = (value: number) => Math.round(value / dot) * dot;
  for (let star = 0; star < 26; star += 1) {
    const [x, y] = [onGrid(chance() * pixels.width), onGrid(chance() * pixels.height * 0.45)];
    fillBox(pixels, { x, y, width: dot, height: dot }, mixed(sky, paper, 0.35 + chance() * 0.5));
  }
  const radius = 4 + Math.floor(chance() * 3);
  const [middleX, middleY] = [pixels.width * (0.2 + chance() * 0.6), pixels.height * (0.1 + chance() * 0.12)];
  for (let y = -radius; y <= radius; y += 1)
    for (let x = -radius; x <= radius; x += 1)
      if (x * x + y * y <= radius * radius + 1)
        fillBox(
          pixels,
          { x: onGrid(middleX) + x * dot, y: onGrid(middleY) + y * dot, width: dot, height: dot },
          orb,
        );
}

function drawHills(pixels: Pixels, { hills }: Palette, dot: number, chance: () => number): void {
  for (const [depth, colour] of hills.entries()) {
    const level = pixels.height * (0.6 + depth * 0.09);
    const swing = pixels.height * (0.05 - depth * 0.01);
    const [first, second] = [chance() * 7, chance() * 7];
    for (let x = 0; x < pixels.width; x += dot) {
      const place = x / pixels.width;
      const wave = Math.sin(place * 5 + first) * 0.7 + Math.sin(place * 11 + second) * 0.3;
      const top = Math.round((level + wave * swing) / dot) * dot;
      fillBox(pixels, { x, y: top, width: dot, height: pixels.height - top }, colour);
    }
  }
}

function drawLarge(pixels: Pixels, icon: Pixels): void {
  const scale = Math.max(1, Math.floor((Math.min(pixels.width, pixels.height) * 0.62) / iconSide));
  const left = Math.round((pixels.width - scale * iconSide) / 2);
  const top = Math.round(pixels.height * 0.4 - (scale * iconSide) / 2);
  for (let y = 0; y < iconSide; y += 1)
    for (let x = 0; x < iconSide; x += 1) {
      const at = (y * iconSide + x) * 4;
      const [red = 0, green = 0, blue = 0, alpha = 0] = icon.rgba.subarray(at, at + 4);
      if (alpha < 128) continue;
      // Icons are dark for the display's lamps; on paper they may be as bright as they were meant.
      const gain = Math.min(1.5, 255 / Math.max(1, red, green, blue));
      const colour: Colour = [red * gain, green * gain, blue * gain];
      fillBox(pixels, { x: left + x * scale, y: top + y * scale, width: scale, height: scale }, colour);
    }
}

function drawTitle(pixels: Pixels, { title, author }: CoverTemplate): void {
  const room = pixels.width * 0.88;
  const small = Math.max(1, Math.round(pixels.width / 160));
  const most = Math.max(small, Math.round(pixels.width / 52));
  let dot = most;
  let lines = wrapped(title, room, dot);
  while (dot > small && (lines.length > 3 || lines.some((line) => widthOf(line, dot) > room))) {
    dot -= 1;
    lines = wrapped(title, room, dot);
  }
  const shown = lines.slice(0, 4);
  const authorHeight = author === undefined ? 0 : small * 2 * 14;
  let y = Math.round(pixels.height * 0.96 - authorHeight - shown.length * dot * 11);
  for (const line of shown) {
    writeLine(pixels, line, y, dot, paper);
    y += dot * 11;
  }
  if (author !== undefined)
    writeLine(pixels, author, y + small * 4, fitting(author, room, small * 2), [226, 214, 190]);
}

/** In the middle, with a shadow that keeps it readable on every ground. */
function writeLine(pixels: Pixels, line: string, y: number, dot: number, colour: Colour): void {
  const letters = tallLetters(line);
  const x = Math.round((pixels.width - widthOf(line, dot)) / 2);
  const shade = Math.max(1, Math.round(dot / 2));
  drawLetters(pixels, letters, { x: x + shade, y: y + shade, across: dot, down: dot }, [14, 12, 28]);
  drawLetters(pixels, letters, { x, y, across: dot, down: dot }, colour);
}

function fitting(line: string, room: number, dot: number): number {
  return Math.max(1, Math.min(dot, Math.floor((dot * room) / Math.max(1, widthOf(line, dot)))));
}

function widthOf(line: string, dot: number): number {
  return Math.max(0, tallLetters(line).glyphs.length * 6 - 1) * dot;
}

function wrapped(text: string, room: number, dot: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.trim().split(/\s+/)) {
    const longer = `${lines.at(-1) ?? ""} ${word}`.trim();
    if (lines.length > 0 && widthOf(longer, dot) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.filter((line) => tallLetters(line).glyphs.length > 0);
}

function mixed(from: Colour, to: Colour, share: number): Colour {
  const channel = (at: 0 | 1 | 2) => Math.round(from[at] + (to[at] - from[at]) * share);
  return [channel(0), channel(1), channel(2)];
}

/** Numbers that follow from a text. */
function chanceOf(text: string): () => number {
  let state = 0x2545f491;
  for (const letter of text) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return ((state ^ (state >>> 16)) >>> 0) / 4_294_967_296;
  };
}
