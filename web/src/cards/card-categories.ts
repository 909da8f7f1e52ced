/** Yoto's kinds of cards, in words. */
export const categories = [
  { value: "stories", name: "Stories" },
  { value: "music", name: "Music" },
  { value: "podcast", name: "Podcast" },
  { value: "radio", name: "Radio" },
  { value: "sfx", name: "Sounds" },
  { value: "activities", name: "Activities" },
  { value: "alarms", name: "Alarms" },
  { value: "none", name: "None" },
] as const;
