/** The sizes Yoto keeps covers in, by what we call them. */
export const coverSizes = {
  /** A card standing, as in Yoto's app. */
  card: { width: 638, height: 1011, coverType: "default" },
  /** Lying, as Yoto's own Make Your Own cards. */
  wide: { width: 520, height: 400, coverType: "myo" },
  /** As podcasts and radio have it. */
  square: { width: 600, height: 600, coverType: "podcast" },
} as const;

export type CoverSize = keyof typeof coverSizes;
