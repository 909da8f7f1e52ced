/** The kinds of media servers that we can bring recordings in from. Navidrome and many others speak Subsonic. */
export const mediaServerKinds = ["audiobookshelf", "subsonic"] as const;
export type MediaServerKind = (typeof mediaServerKinds)[number];

/** A server of the family's own with audio books or music on it. Its password is kept apart, sealed. */
export type MediaServer = {
  readonly id: string;
  readonly kind: MediaServerKind;
  readonly title: string;
  /** Where it is, often inside the home. Without a slash at the end. */
  readonly url: string;
  /** Who signs in; absent with an API key (Audiobookshelf). */
  readonly user?: string;
  readonly addedAtMs: number;
};
