/** Why a file gives no sound, as the converter knows it. */
type Why = "empty" | "not-audio" | "no-sound" | "damaged" | "protected" | "unsupported";

/** What to tell a person whose file gave no sound: what is wrong, and what to do. */
export function noSoundWords(why: Why, name: string): { readonly why: string; readonly hint: string } {
  const [what, hint] = words[why];
  return { why: `“${name}” ${what}.`, hint };
}

const words: Readonly<Record<Why, readonly [what: string, hint: string]>> = {
  empty: ["is empty", "Choose another file."],
  "not-audio": [
    "is not audio that we can read",
    "MP3, M4A, M4B, AAC, FLAC, WAV, Ogg, Opus and WebM work, and ZIP files of them.",
  ],
  "no-sound": ["has no sound in it", "Choose another file."],
  damaged: ["is damaged or was cut off on its way", "Copy or download it again."],
  protected: ["is locked by the shop it came from", "Export it without copy protection first."],
  unsupported: [
    "is coded in a way that we cannot read here",
    "Save it as MP3, or install ffmpeg and name it in FFMPEG.",
  ],
};
