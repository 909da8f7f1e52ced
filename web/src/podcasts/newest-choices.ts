/** How many of the newest episodes come in by themselves, in words. */
export const newestChoices = [
  { value: "0", name: "Nothing: I choose episodes" },
  { value: "1", name: "The newest episode" },
  { value: "3", name: "The three newest episodes" },
  { value: "10", name: "The ten newest episodes" },
] as const;
