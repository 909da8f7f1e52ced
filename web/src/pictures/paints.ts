/** No light: what is black and what is not there look the same on the display. */
export const dark = "#000000";

/** A few colours that shine well on the display. */
export const paints = [
  { colour: "#aa3c3c", name: "Red" },
  { colour: "#aa6e28", name: "Orange" },
  { colour: "#aa9628", name: "Yellow" },
  { colour: "#3caa50", name: "Green" },
  { colour: "#3c8caa", name: "Sea" },
  { colour: "#4650aa", name: "Blue" },
  { colour: "#8c46aa", name: "Violet" },
  { colour: "#aa5078", name: "Pink" },
  { colour: "#aaaaaa", name: "White" },
] as const;
