import type { Pixels } from "./pixels.ts";

/** Letters of 5 × 7 dots: a row is a digit of base 32, from the top. */
const tall: Readonly<Record<string, string>> = {
  " ": "0000000",
  A: "EHHVHHH",
  B: "UHHUHHU",
  C: "EHGGGHE",
  D: "UHHHHHU",
  E: "VGGUGGV",
  F: "VGGUGGG",
  G: "EHGNHHF",
  H: "HHHVHHH",
  I: "E44444E",
  J: "72222IC",
  K: "HIKOKIH",
  L: "GGGGGGV",
  M: "HRLLHHH",
  N: "HHPLJHH",
  O: "EHHHHHE",
  P: "UHHUGGG",
  Q: "EHHHLID",
  R: "UHHUKIH",
  S: "FGGE11U",
  T: "V444444",
  U: "HHHHHHE",
  V: "HHHHHA4",
  W: "HHHLLLA",
  X: "HHA4AHH",
  Y: "HHA4444",
  Z: "V1248GV",
  Ø: "EJLLLPE",
  0: "EHJLPHE",
  1: "4C4444E",
  2: "EH1248V",
  3: "V2421HE",
  4: "26AIV22",
  5: "VGU11HE",
  6: "68GUHHE",
  7: "V124888",
  8: "EHHEHHE",
  9: "EHHF12C",
  "!": "4444404",
  "?": "EH12404",
  ".": "00000CC",
  ",": "0000C48",
  "-": "000E000",
  "'": "4480000",
  '"': "AA00000",
  ":": "0CC0CC0",
  "&": "CIK8LID",
  "/": "01248G0",
  "(": "2488842",
  ")": "8422248",
  "+": "044V440",
  "#": "AAVAVAA",
  "*": "04LEL40",
  "♥": "0AVVE40",
};
/** Letters of 3 × 5 dots: a row is an octal digit. */
const small: Readonly<Record<string, string>> = {
  A: "25755",
  B: "65656",
  C: "34443",
  D: "65556",
  E: "74647",
  F: "74644",
  G: "34553",
  H: "55755",
  I: "72227",
  J: "11152",
  K: "55655",
  L: "44447",
  M: "57755",
  N: "57775",
  O: "25552",
  P: "65644",
  Q: "25573",
  R: "65655",
  S: "34216",
  T: "72222",
  U: "55557",
  V: "55552",
  W: "55775",
  X: "55255",
  Y: "55222",
  Z: "71247",
  0: "75557",
  1: "26227",
  2: "71747",
  3: "71717",
  4: "55711",
  5: "74717",
  6: "74757",
  7: "71111",
  8: "75757",
  9: "75717",
  "!": "22202",
  "?": "71202",
  "+": "02720",
  "-": "00700",
  ".": "00002",
  "&": "25253",
  " ": "00000",
};
/** What stands above a letter, in two rows, by its combining character. */
const accents: Readonly<Record<string, string>> = {
  "\u0300": "84",
  "\u0301": "24",
  "\u0302": "4A",
  "\u0303": "DI",
  "\u0304": "E0",
  "\u0306": "HE",
  "\u0307": "40",
  "\u0308": "A0",
  "\u030a": "4A",
  "\u030b": "9I",
  "\u030c": "A4",
};
const cedillas = new Set(["\u0326", "\u0327", "\u0328"]);
const spelled: Readonly<Record<string, string>> = {
  Æ: "AE",
  Œ: "OE",
  Ł: "L",
  Đ: "D",
  Ð: "D",
  Þ: "TH",
  "’": "'",
  "‘": "'",
  "“": '"',
  "”": '"',
  "„": '"',
  "–": "-",
  "—": "-",
  "…": "...",
  "\u00a0": " ",
};

/** One letter as dots: `rows` from the top, each a list of lit columns. Tall letters have two rows above and two below. */
type Glyph = readonly (readonly number[])[];

export type Letters = {
  /** Width and height of a letter, and the dots to the next one. */
  readonly width: number;
  readonly height: number;
  readonly glyphs: readonly Glyph[];
};

/** Capitals of 5 × 11 dots (two rows for what stands above, two for what hangs below). What has no letter here is left out. */
export function tallLetters(text: string): Letters {
  const glyphs: Glyph[] = [];
  for (const letter of plain(text)) {
    const accent = accents[letter];
    const last = glyphs.at(-1);
    if (last !== undefined && accent !== undefined)
      glyphs[glyphs.length - 1] = [...rowsOf(accent, 32, 5), ...last.slice(2)];
    else if (last !== undefined && cedillas.has(letter))
      glyphs[glyphs.length - 1] = [...last.slice(0, 9), [2], [1]];
    const rows = tall[letter];
    if (rows !== undefined) glyphs.push([[], [], ...rowsOf(rows, 32, 5), [], []]);
  }
  return { width: 5, height: 11, glyphs };
}

/** Capitals of 3 × 5 dots. What has no letter here is left out. */
export function smallLetters(text: string): Letters {
  const glyphs = [...plain(text)].flatMap((letter) => {
    const rows = small[letter];
    return rows === undefined ? [] : [rowsOf(rows, 8, 3)];
  });
  return { width: 3, height: 5, glyphs };
}

function plain(text: string): string {
  const known = [...text].map((letter) => spelled[letter] ?? letter).join("");
  return [...known.toUpperCase()]
    .map((letter) => spelled[letter] ?? letter)
    .join("")
    .normalize("NFD");
}

function rowsOf(rows: string, base: number, width: number): Glyph {
  return [...rows].map((digit) => {
    const bits = Number.parseInt(digit, base);
    return Array.from({ length: width }, (_, x) => x).filter((x) => (bits >> (width - 1 - x)) & 1);
  });
}

/** Draws letters side by side, each dot `across` × `down`, with their upper left corner at `x`, `y`. What sticks out is cut off. */
export function drawLetters(
  on: Pixels,
  { glyphs, width }: Letters,
  at: { readonly x: number; readonly y: number; readonly across: number; readonly down: number },
  colour: readonly [number, number, number],
): void {
  for (const [place, rows] of glyphs.entries())
    for (const [row, columns] of rows.entries())
      for (const column of columns)
        fillBox(
          on,
          {
            x: at.x + (place * (width + 1) + column) * at.across,
            y: at.y + row * at.down,
            width: at.across,
            height: at.down,
          },
          colour,
        );
}

/** Fills a box of whole dots with one colour. What sticks out is cut off. */
export function fillBox(
  on: Pixels,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  [red, green, blue]: readonly [number, number, number],
): void {
  const [left, top] = [Math.max(0, box.x), Math.max(0, box.y)];
  const right = Math.min(on.width, box.x + box.width);
  const bottom = Math.min(on.height, box.y + box.height);
  if (right <= left || bottom <= top) return;
  const row = new Uint8ClampedArray((right - left) * 4);
  for (let at = 0; at < row.length; at += 4) {
    row[at] = red;
    row[at + 1] = green;
    row[at + 2] = blue;
    row[at + 3] = 255;
  }
  for (let y = top; y < bottom; y += 1) on.rgba.set(row, (y * on.width + left) * 4);
}
