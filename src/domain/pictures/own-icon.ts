/** What we know of an icon that a family brought: Yoto keeps neither title nor tags of those. */
export type OwnIcon = {
  /** Yoto's id, made from the bytes. */
  readonly mediaId: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly addedAtMs: number;
};
