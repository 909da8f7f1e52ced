type Colour = { readonly red: number; readonly green: number; readonly blue: number };

/** Lights for the night. */
export const nightColours = [
  { name: "Candle", colour: "#ff7a1a" },
  { name: "Ember", colour: "#a01c00" },
  { name: "Lavender", colour: "#6a3fb5" },
  { name: "Deep sea", colour: "#10306b" },
  { name: "Dark", colour: "#000000" },
] as const;

/** `#rrggbb` → a colour; anything else is dark. */
export function colourOf(hex: string): Colour {
  const number = Number.parseInt(hex.replace("#", ""), 16) || 0;
  return { red: (number >> 16) & 255, green: (number >> 8) & 255, blue: number & 255 };
}

/** A colour → `#rrggbb`. */
export function hexOf({ red, green, blue }: Colour): string {
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
